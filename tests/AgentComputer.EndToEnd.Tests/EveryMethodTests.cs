using AgentComputer.Sdk;
using Testing.Client;

namespace AgentComputer.EndToEnd.Tests;

public sealed class EveryMethodTests
{
    private static readonly string Tests = string.Concat(
        Directory.EnumerateFiles(Repository.PathTo("tests", "AgentComputer.EndToEnd.Tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    [Fact]
    public void Every_method_of_the_client_and_of_its_processes_is_called_against_the_backend()
    {
        var methods = EveryCall<AgentComputerClient>.Methods.Concat(EveryCall<ComputerProcesses>.Methods).Concat(EveryCall<ComputerProcess>.Methods)
            .Select(method => method.Name).Append(nameof(ComputerProcesses.OpenInput)).ToArray();

        methods.Should().HaveCountGreaterThan(70);
        methods.Where(name => !Tests.Contains($".{name}(", StringComparison.Ordinal) && name != nameof(IAsyncDisposable.DisposeAsync)).Should().BeEmpty();
    }
}
