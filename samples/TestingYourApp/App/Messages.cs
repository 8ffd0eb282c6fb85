namespace TestingYourApp;

public sealed record Project(string Id);

public sealed record Check(string Script);

public sealed record Report(bool Passed, int? ExitCode, string Output);

public sealed record Question(string Text);

public sealed record Answer(string Text);
