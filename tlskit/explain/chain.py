def answer(report):
    return report.verdict.value
