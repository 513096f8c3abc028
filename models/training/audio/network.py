"""The network on top of the statistics (marks.py): a few small members, each a linear part and a layer of rectifiers; their logits are averaged."""

import torch
from torch import nn

from marks import Marks


class Member(nn.Module):
    def __init__(self, width, hidden, dropout):
        super().__init__()
        self.linear = nn.Linear(width, 1)
        self.body = nn.Sequential(nn.Dropout(dropout / 2), nn.Linear(width, hidden), nn.ReLU(), nn.Dropout(dropout), nn.Linear(hidden, 1))

    def forward(self, marks):
        return (self.linear(marks) + self.body(marks))[:, 0]


class Committee(nn.Module):
    """`mean` and `spread` are those of the genuine windows of training, so that each statistic counts in its own unit."""

    def __init__(self, members, mean, spread):
        super().__init__()
        self.members = nn.ModuleList(members)
        for name, value in (("mean", mean), ("spread", spread)):
            self.register_buffer(name, torch.as_tensor(value, dtype=torch.float32))
        self.eval()

    def scaled(self, marks):
        # Beyond five spreads nothing was learnt.
        return torch.clamp((marks - self.mean) / self.spread, -5, 5)

    def judge(self, marks):
        scaled = self.scaled(marks)
        return torch.stack([member(scaled) for member in self.members]).mean(dim=0)


class Network(nn.Module):
    """As it is shipped: samples at 16 kHz [1, n] to a logit [1] and the statistics [1, 320]."""

    def __init__(self, committee):
        super().__init__()
        self.marks, self.committee = Marks(), committee
        self.eval()

    def forward(self, samples):
        marks = self.marks(samples)
        return self.committee.judge(marks), marks
