# language: zh-CN
功能: 评分
  场景大纲: 甲
    当 检查定义
    那么 检查通过
