"""Options that several commands of the terminal share, so that they are named and told alike."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Community = Annotated[
    int | None, typer.Option("--community", help="社群编号；只有一个社群时不用写")
]
Source = Annotated[Path, typer.Option("--in", help="UTF-8 文字，一行一条；- 读标准输入")]
Target = Annotated[Path, typer.Option("--out", help="JSON，一行一条；- 写标准输出")]
Data = Annotated[Path, typer.Option(envvar="QUNZHU_DATA", help="数据文件夹，里面是 <名称>.tsv.gz")]
Weights = Annotated[Path | None, typer.Option(help="权重写到哪里；不写就替换正在用的")]
Seed = Annotated[int, typer.Option(help="随机种子；相同种子得到相同权重")]
