# language: zh-CN
功能: 评分
