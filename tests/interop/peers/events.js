// What a peer saw, one JSON object a line.
"use strict";

const text = (value) => {
  if (value === undefined || value === null) return null;
  if (Buffer.isBuffer(value)) return value.toString("latin1");
  if (typeof value === "object" && "message" in value) return text(value.message);
  return String(value);
};

exports.say = (event, details) => {
  process.stdout.write(JSON.stringify({ event, ...details }) + "\n");
};

exports.message = (pdu) => ({
  service_type: pdu.service_type,
  source_addr_ton: pdu.source_addr_ton,
  source_addr_npi: pdu.source_addr_npi,
  source_addr: pdu.source_addr,
  dest_addr_ton: pdu.dest_addr_ton,
  dest_addr_npi: pdu.dest_addr_npi,
  destination_addr: pdu.destination_addr,
  esm_class: pdu.esm_class,
  registered_delivery: pdu.registered_delivery,
  data_coding: pdu.data_coding,
  short_message: text(pdu.short_message),
  receipted_message_id: text(pdu.receipted_message_id),
  message_state: pdu.message_state === undefined ? null : pdu.message_state,
});
