"""The embedded action model: a pretrained sentence encoder and a small decoder that writes actions as a few decisions."""
