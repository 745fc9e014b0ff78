//! shipment
