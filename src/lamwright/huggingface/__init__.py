"""Any Hugging Face causal language model as plan model, action model or reward model: text form, training, decoding, policy."""
