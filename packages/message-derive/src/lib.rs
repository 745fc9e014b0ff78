//! The macros behind the crate `message`: they decode a struct or an enum through one small tree instead of
//! a visitor of its own.

use proc_macro::TokenStream;
use proc_macro2::{Span, TokenStream as Code};
use quote::quote;
use syn::{parse_macro_input, Data, DataEnum, DeriveInput, Error, Fields, FieldsNamed, Ident, Variant};

/// A message of a contract: what `cw_serde` derives, but decoded by [`Message`](macro@Message).
#[proc_macro_attribute]
pub fn message(_: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    let words = matches!(item.data, Data::Enum(_)).then(|| quote!(#[serde(rename_all = "snake_case")]));
    quote! {
        #[derive(
            ::cosmwasm_schema::serde::Serialize,
            ::message::Message,
            ::std::clone::Clone,
            ::std::fmt::Debug,
            ::std::cmp::PartialEq,
            ::cosmwasm_schema::schemars::JsonSchema
        )]
        #[allow(clippy::derive_partial_eq_without_eq)]
        #[serde(crate = "::cosmwasm_schema::serde", deny_unknown_fields)]
        #[schemars(crate = "::cosmwasm_schema::schemars")]
        #words
        #item
    }
    .into()
}

/// `serde::Deserialize` from JSON: as serde's own derive with `rename_all = "snake_case"` for variants and
/// `deny_unknown_fields`. A field that may be missing is an `Option`, or says `#[serde(default)]`. A struct that says
/// `#[message(partial)]` is a part of a peer's answer: the fields it does not have are passed over.
#[proc_macro_derive(Message, attributes(serde, message))]
pub fn derive_message(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let (name, from_json) = (&input.ident, from_json(&input).unwrap_or_else(Error::into_compile_error));
    quote! {
        #from_json

        impl<'de> ::message::Deserialize<'de> for #name {
            fn deserialize<D: ::message::Deserializer<'de>>(decoder: D) -> ::core::result::Result<Self, D::Error> {
                ::message::decode(decoder)
            }
        }
    }
    .into()
}

/// `message::FromJson` alone, of the same JSON: for a type that packed storage decodes by serde's own derive.
#[proc_macro_derive(FromJson, attributes(serde, message))]
pub fn derive_from_json(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    from_json(&input).unwrap_or_else(Error::into_compile_error).into()
}

/// `message::ToJson`: the bytes that serde's own derive with `rename_all = "snake_case"` for variants gives.
#[proc_macro_derive(ToJson, attributes(serde))]
pub fn derive_to_json(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    to_json(&input).unwrap_or_else(Error::into_compile_error).into()
}

fn to_json(input: &DeriveInput) -> Result<Code, Error> {
    let name = &input.ident;
    let body = match &input.data {
        Data::Struct(data) => {
            let fields = idents(&data.fields)?;
            let names = fields.iter().map(ToString::to_string);
            quote! {
                let mut object = ::message::Object::begin(json);
                #(object.field(#names, &self.#fields);)*
                object.end();
            }
        }
        Data::Enum(data) => {
            let arms = data.variants.iter().map(written).collect::<Result<Vec<_>, _>>()?;
            quote! { match self { #(#arms)* } }
        }
        Data::Union(data) => return Err(Error::new_spanned(data.union_token, "a message is no union")),
    };
    let (generics, parameters, bounds) = input.generics.split_for_impl();
    Ok(quote! {
        impl #generics ::message::ToJson for #name #parameters #bounds {
            fn write(&self, json: &mut ::std::string::String) {
                #body
            }
        }
    })
}

fn written(variant: &Variant) -> Result<Code, Error> {
    let (ident, word) = (&variant.ident, snake_case(&variant.ident));
    Ok(match &variant.fields {
        Fields::Unit => quote! { Self::#ident => ::message::ToJson::write(#word, json), },
        Fields::Unnamed(_) => {
            quote! { Self::#ident(content) => ::message::write_variant(json, #word, content), }
        }
        fields @ Fields::Named(_) => {
            let fields = idents(fields)?;
            let names = fields.iter().map(ToString::to_string);
            quote! {
                Self::#ident { #(#fields),* } => {
                    #[allow(unused_mut)]
                    let mut object = ::message::Object::variant(json, #word);
                    #(object.field(#names, #fields);)*
                    object.end();
                }
            }
        }
    })
}

fn idents(fields: &Fields) -> Result<Vec<&Ident>, Error> {
    match fields {
        Fields::Named(fields) => Ok(fields.named.iter().filter_map(|field| field.ident.as_ref()).collect()),
        _ => Err(Error::new_spanned(fields, "a message has named fields")),
    }
}

fn from_json(input: &DeriveInput) -> Result<Code, Error> {
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(&input.generics, "a message has no parameters"));
    }
    let name = &input.ident;
    let body = match &input.data {
        Data::Struct(data) => {
            let fields = named(&data.fields, &quote!(This), has(&input.attrs, "message", "partial"))?;
            quote! {
                let mut fields = ::message::Fields::of(json)?;
                #fields
            }
        }
        Data::Enum(data) => variants(data)?,
        Data::Union(data) => return Err(Error::new_spanned(data.union_token, "a message is no union")),
    };
    Ok(quote! {
        impl ::message::FromJson for #name {
            #[allow(non_snake_case)]
            fn from_json(json: ::message::Json) -> ::core::result::Result<Self, ::message::Refusal> {
                use #name as This;
                #body
            }
        }
    })
}

fn variants(data: &DataEnum) -> Result<Code, Error> {
    let shared = shared(data);
    let arms = data.variants.iter().map(|of| variant(of, &shared)).collect::<Result<Vec<_>, _>>()?;
    let names = data.variants.iter().map(|variant| snake_case(&variant.ident));
    let readers = shared.iter().map(|fields| {
        let (name, types) = (reader(fields), fields.named.iter().map(|field| &field.ty));
        let takes = takes(fields).map(|(_, take)| take);
        quote! {
            fn #name(content: ::message::Variant) -> ::core::result::Result<(#(#types,)*), ::message::Refusal> {
                let mut fields = content.fields()?;
                let read = (#(#takes,)*);
                fields.end().map(|()| read)
            }
        }
    });
    Ok(quote! {
        #(#readers)*
        let (variant, content) = ::message::Variant::of(json)?;
        match variant.as_str() {
            #(#arms)*
            other => ::core::result::Result::Err(::message::Refusal::no_such_message(other, &[#(#names),*])),
        }
    })
}

/// The fields that several variants have: one function reads them for all.
fn shared(data: &DataEnum) -> Vec<FieldsNamed> {
    let named = |variant: &Variant| match &variant.fields {
        Fields::Named(fields) if !fields.named.is_empty() => Some(fields.clone()),
        _ => None,
    };
    let all: Vec<FieldsNamed> = data.variants.iter().filter_map(named).collect();
    let mut shared: Vec<FieldsNamed> = vec![];
    for fields in &all {
        let several = all.iter().filter(|other| reader(other) == reader(fields)).count() > 1;
        if several && !shared.iter().any(|known| reader(known) == reader(fields)) {
            shared.push(fields.clone());
        }
    }
    shared
}

/// What the function is called that reads these fields: by their names and types.
fn reader(fields: &FieldsNamed) -> Ident {
    let of = takes(fields).zip(&fields.named).map(|((ident, take), field)| {
        let ty = &field.ty;
        quote!(#ident #ty #take).to_string()
    });
    let word = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    let name: String = of.collect::<String>().chars().map(word).collect();
    Ident::new(&format!("read_{name}"), Span::call_site())
}

fn variant(variant: &Variant, shared: &[FieldsNamed]) -> Result<Code, Error> {
    let (ident, word) = (&variant.ident, snake_case(&variant.ident));
    let read = match &variant.fields {
        Fields::Unit => quote! { content.nothing().map(|()| This::#ident) },
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => quote! { content.whole().map(This::#ident) },
        Fields::Unnamed(fields) => {
            return Err(Error::new_spanned(
                fields,
                "a variant of a message has named fields, or one of another type",
            ))
        }
        Fields::Named(fields) if shared.iter().any(|known| reader(known) == reader(fields)) => {
            let (reader, names) = (reader(fields), fields.named.iter().map(|field| &field.ident));
            let names: Vec<_> = names.collect();
            quote! { #reader(content).map(|(#(#names,)*)| This::#ident { #(#names),* }) }
        }
        fields @ Fields::Named(_) => {
            let fields = named(fields, &quote!(This::#ident), false)?;
            quote! {{
                let mut fields = content.fields()?;
                #fields
            }}
        }
    };
    Ok(quote! { #word => #read, })
}

/// Each field with the call that takes it out.
fn takes(fields: &FieldsNamed) -> impl Iterator<Item = (&Ident, Code)> {
    fields.named.iter().filter_map(|field| {
        let ident = field.ident.as_ref()?;
        let key = ident.to_string();
        let defaults = has(&field.attrs, "serde", "default");
        let take = if defaults { quote!(take_or_default) } else { quote!(take) };
        Some((ident, quote! { fields.#take(#key)? }))
    })
}

/// Takes each field out, in their order, and refuses what is left, but of a part.
fn named(fields: &Fields, constructor: &Code, partial: bool) -> Result<Code, Error> {
    let Fields::Named(fields) = fields else {
        return Err(Error::new_spanned(fields, "a message has named fields"));
    };
    let takes = takes(fields).map(|(ident, take)| quote! { #ident: #take });
    if partial {
        return Ok(quote! { ::core::result::Result::Ok(#constructor { #(#takes),* }) });
    }
    Ok(quote! {
        let read = #constructor { #(#takes),* };
        fields.end().map(|()| read)
    })
}

/// Whether there is an attribute `#[path(word)]`.
fn has(attributes: &[syn::Attribute], path: &str, word: &str) -> bool {
    let mut found = false;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(path)) {
        // What else stands there is for others to judge.
        let _ = attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident(word);
            Ok(())
        });
    }
    found
}

/// As serde does it: an underscore before each capital but the first.
fn snake_case(ident: &Ident) -> String {
    let mut word = String::new();
    for (place, letter) in ident.to_string().char_indices() {
        if letter.is_uppercase() && place > 0 {
            word.push('_');
        }
        word.extend(letter.to_lowercase());
    }
    word
}
