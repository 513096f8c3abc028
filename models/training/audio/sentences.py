"""Sentences for the synthesisers, put together from a seed: plain words, no two alike, so that no text belongs to one class alone for long."""

import random

WHO = ["the old captain", "my neighbour", "a young doctor", "her brother", "the second witness", "our teacher", "the night porter", "an engineer",
       "the woman at the counter", "his lawyer", "a tall stranger", "the driver", "nobody in the room", "the younger sister", "their manager"]
DID = ["opened the heavy door", "counted the money twice", "walked along the river", "forgot to sign the paper", "called the office again",
       "found a small silver key", "read the letter aloud", "sold the house in autumn", "waited for the last train", "asked a simple question",
       "carried the boxes upstairs", "wrote down every number", "heard a noise outside", "refused to answer", "showed us the photograph"]
WHEN = ["before the sun came up", "on the twenty first of March", "while everyone was asleep", "a few minutes after nine", "during the long winter",
        "as soon as the rain stopped", "in the middle of the meeting", "because the road was closed", "without saying a word",
        "when the bell rang for the third time", "although it was quite late", "and then went home"]


def sentence(seed):
    chance = random.Random(seed)
    text = f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHEN)}"
    if chance.random() < 0.4:
        text = f"{chance.choice(WHEN)}, {chance.choice(WHO)} {chance.choice(DID)}"
    return text[0].upper() + text[1:] + "."
