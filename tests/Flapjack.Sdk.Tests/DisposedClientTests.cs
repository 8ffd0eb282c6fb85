using System.Reflection;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests;

/// <summary>Who has disposed a client reads the client's name, not that of something within.</summary>
public sealed class DisposedClientTests
{
    public static TheoryData<string, bool> AllCalls => Both(EveryCall<FlapjackClient>.Methods);

    public static TheoryData<string, bool> AllStreams => Both(EveryCall<FlapjackClient>.Methods.Where(EveryCall<FlapjackClient>.IsStream));

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Every_method_says_so(string call, bool passedHttpClient)
    {
        using var http = new HttpClient(Unreached);
        var client = Make(http, passedHttpClient);
        client.Dispose();

        await Throws(() => EveryCall<FlapjackClient>.Run(EveryCall<FlapjackClient>.Named(call), client).Soon());
    }

    [Theory]
    [MemberData(nameof(AllStreams))]
    public async Task A_stream_that_is_enumerated_only_after_the_disposal_says_so_as_well(string call, bool passedHttpClient)
    {
        using var http = new HttpClient(Unreached);
        var client = Make(http, passedHttpClient);
        var enumerate = EveryCall<FlapjackClient>.Begin(EveryCall<FlapjackClient>.Named(call), client);
        client.Dispose();

        await Throws(() => enumerate().Soon());
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
    public void The_methods_and_the_streams_among_them_are_found()
    {
        EveryCall<FlapjackClient>.Methods.Select(method => method.Name).Should().Contain([nameof(FlapjackClient.CreateAgentFromTemplateAsync), nameof(FlapjackClient.RunComputerAsync)]);
        EveryCall<FlapjackClient>.Methods.Where(EveryCall<FlapjackClient>.IsStream).Select(method => method.Name).Should().Contain([nameof(FlapjackClient.ExecComputerAsync), nameof(FlapjackClient.StreamBootstrapAsync)])
            .And.NotContain(nameof(FlapjackClient.RunComputerAsync));
    }

    private static StubHandler Unreached => new((_, _) => throw new InvalidOperationException("A disposed client has sent something."));

    private static FlapjackClient Make(HttpClient http, bool passed) =>
        passed ? TestClient.Over(http, new("http://flapjack.test")) : TestClient.At(new("http://127.0.0.1:1"));

    private static async Task Throws(Func<Task> call)
    {
        var thrown = (await call.Should().ThrowAsync<ObjectDisposedException>()).Which;
        thrown.ObjectName.Should().Be("Flapjack.Sdk.FlapjackClient");
        thrown.Message.Should().Contain("FlapjackClient").And.NotContain("HttpClient");
    }

    private static TheoryData<string, bool> Both(IEnumerable<MethodInfo> methods)
    {
        var rows = new TheoryData<string, bool>();
        foreach (var name in methods.Select(EveryCall<FlapjackClient>.NameOf))
        {
            rows.Add(name, true);
            rows.Add(name, false);
        }

        return rows;
    }
}
