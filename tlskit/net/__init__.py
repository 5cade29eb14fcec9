"""Addresses and targets, dialling, deadlines: what every room that opens a connection shares."""
