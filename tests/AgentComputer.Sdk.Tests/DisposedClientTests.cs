using System.Reflection;
using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests;

/// <summary>Who has disposed a client reads the client's name, not that of something within.</summary>
public sealed class DisposedClientTests
{
    public static TheoryData<string, bool> AllCalls => Both(EveryCall<AgentComputerClient>.Methods);

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Every_method_says_so(string call, bool passedHttpClient)
    {
        using var http = new HttpClient(Unreached);
        var client = Make(http, passedHttpClient);
        client.Dispose();

        await Throws(() => EveryCall<AgentComputerClient>.Run(EveryCall<AgentComputerClient>.Named(call), client).Soon());
    }

    [Fact]
    public async Task A_call_that_the_disposal_cuts_off_says_so_too()
    {
        await using var server = new RawServer();
        var client = TestClient.At(server.Address);
        var call = client.GetComputerAsync("c1");
        await server.AcceptRequest();

        client.Dispose();

        await Throws(() => call.Soon());
    }

    [Fact]
    public void The_methods_are_found() => EveryCall<AgentComputerClient>.Methods.Select(method => method.Name).Should()
        .Contain([nameof(AgentComputerClient.CreateComputerAsync), nameof(AgentComputerClient.ExecAsync), nameof(AgentComputerClient.WaitForOperationAsync)]);

    private static StubHandler Unreached => new((_, _) => throw new InvalidOperationException("A disposed client has sent something."));

    private static AgentComputerClient Make(HttpClient http, bool passed) =>
        passed ? TestClient.Over(http, new("http://computer.test")) : TestClient.At(new("http://127.0.0.1:1"));

    private static async Task Throws(Func<Task> call)
    {
        var thrown = (await call.Should().ThrowAsync<ObjectDisposedException>()).Which;
        thrown.ObjectName.Should().Be("AgentComputer.Sdk.AgentComputerClient");
        thrown.Message.Should().Contain("AgentComputerClient").And.NotContain("HttpClient");
    }

    private static TheoryData<string, bool> Both(IEnumerable<MethodInfo> methods)
    {
        var rows = new TheoryData<string, bool>();
        foreach (var name in methods.Select(EveryCall<AgentComputerClient>.NameOf))
        {
            rows.Add(name, true);
            rows.Add(name, false);
        }

        return rows;
    }
}
