namespace LocalComputers.Tests.Processes;

public sealed class PortableChildProcessTests() : ChildProcessTests("this test wants it so");
