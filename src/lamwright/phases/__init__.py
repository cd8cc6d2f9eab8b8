"""The phases of training, each from records to a checkpoint: plans, experts, explore, reward, ppo."""
