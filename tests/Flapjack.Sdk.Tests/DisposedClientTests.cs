using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests;

/// <summary>Who has disposed a client reads the client's name, not that of something within.</summary>
public sealed class DisposedClientTests
{
    private static readonly Dictionary<string, Func<FlapjackClient, Task>> Calls = new()
    {
        ["create"] = client => client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank }),
        ["delete"] = client => client.DeleteAgentAsync("a1"),
        ["config"] = client => client.GetComputerConfigAsync("a1"),
        ["configure"] = client => client.UpdateComputerConfigAsync("a1", new()),
        ["instances"] = client => client.GetComputerInstancesAsync("a1"),
        ["status"] = client => client.GetComputerStatusAsync("a1"),
        ["watch"] = client => client.WatchComputerStatusAsync("a1").All(),
        ["wait"] = client => client.WaitUntilComputerReadyAsync("a1"),
        ["bootstrap"] = client => client.StreamBootstrapAsync("a1").All(),
        ["exec"] = client => client.ExecComputerAsync("a1", new() { Command = "x" }).All(),
        ["attach"] = client => client.AttachComputerExecAsync("a1", "exec_1").All(),
        ["stop"] = client => client.StopComputerExecAsync("a1", "exec_1"),
        ["list projects"] = client => client.ListProjectsAsync(),
        ["create project"] = client => client.CreateProjectAsync(new() { Name = "n" }),
        ["project"] = client => client.GetProjectAsync("p1"),
        ["update project"] = client => client.UpdateProjectAsync("p1", new()),
        ["delete project"] = client => client.DeleteProjectAsync("p1"),
        ["members"] = client => client.GetProjectMembersAsync("p1"),
        ["run"] = client => client.RunComputerAsync("a1", new() { Command = "x" }),
    };

    private static readonly Dictionary<string, Func<FlapjackClient, Func<Task>>> Begun = new()
    {
        ["watch"] = client => Later(client.WatchComputerStatusAsync("a1")),
        ["bootstrap"] = client => Later(client.StreamBootstrapAsync("a1")),
        ["exec"] = client => Later(client.ExecComputerAsync("a1", new() { Command = "x" })),
        ["attach"] = client => Later(client.AttachComputerExecAsync("a1", "exec_1")),
    };

    public static TheoryData<string, bool> AllCalls => Both(Calls.Keys);

    public static TheoryData<string, bool> AllBegun => Both(Begun.Keys);

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Every_method_says_so(string call, bool passedHttpClient)
    {
        using var http = new HttpClient(Unreached);
        var client = Make(http, passedHttpClient);
        client.Dispose();

        await Throws(() => Calls[call](client).Soon());
    }

    [Theory]
    [MemberData(nameof(AllBegun))]
    public async Task A_stream_that_is_enumerated_only_after_the_disposal_says_so_as_well(string call, bool passedHttpClient)
    {
        using var http = new HttpClient(Unreached);
        var client = Make(http, passedHttpClient);
        var enumerate = Begun[call](client);
        client.Dispose();

        await Throws(enumerate);
    }

    [Fact]
    public async Task A_call_that_the_disposal_cuts_off_says_so_too()
    {
        await using var server = new RawServer();
        var client = TestClient.At(server.Address);
        var call = client.GetComputerStatusAsync("a1");
        await server.AcceptRequest();

        client.Dispose();

        await Throws(() => call.Soon());
    }

    [Fact]
    public async Task Every_method_of_the_client_is_covered_here()
    {
        var methods = typeof(FlapjackClient).GetMethods().Where(method => method.DeclaringType == typeof(FlapjackClient) && method.Name.EndsWith("Async", StringComparison.Ordinal));

        methods.Count().Should().Be(Calls.Count);
        await Task.CompletedTask;
    }

    private static StubHandler Unreached => new((_, _) => throw new InvalidOperationException("A disposed client has sent something."));

    private static FlapjackClient Make(HttpClient http, bool passed) =>
        passed ? TestClient.Over(http, new("http://flapjack.test")) : TestClient.At(new("http://127.0.0.1:1"));

    private static Func<Task> Later<T>(IAsyncEnumerable<T> items) => () => items.All();

    private static async Task Throws(Func<Task> call)
    {
        var thrown = (await call.Should().ThrowAsync<ObjectDisposedException>()).Which;
        thrown.ObjectName.Should().Be("Flapjack.Sdk.FlapjackClient");
        thrown.Message.Should().Contain("FlapjackClient").And.NotContain("HttpClient");
    }

    private static TheoryData<string, bool> Both(IEnumerable<string> names)
    {
        var rows = new TheoryData<string, bool>();
        foreach (var name in names)
        {
            rows.Add(name, true);
            rows.Add(name, false);
        }

        return rows;
    }
}
