"""Motors, heater and thermistor. Pins are injected, so tests pass dummies."""
