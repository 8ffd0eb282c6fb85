using System.Reflection;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests;

public sealed class FlapjackClientTests
{
    [Theory]
    [InlineData("", "/api/agents/a1/computer/status")]
    [InlineData("/", "/api/agents/a1/computer/status")]
    [InlineData("/flapjack", "/flapjack/api/agents/a1/computer/status")]
    [InlineData("/api/flapjack/", "/api/flapjack/api/agents/a1/computer/status")]
    [InlineData("/a%20b/ü", "/a%20b/%C3%BC/api/agents/a1/computer/status")]
    public async Task The_base_address_may_have_a_path(string basePath, string path)
    {
        await using var server = new RawServer();
        using var client = TestClient.At(new(server.Address.GetLeftPart(UriPartial.Authority) + basePath));

        var call = client.GetComputerStatusAsync("a1");
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");

        await call.Soon();
        connection.RequestLine.Should().Be($"GET {path} HTTP/1.1");
    }

    [Fact]
    public async Task A_client_does_not_see_later_changes_of_its_options()
    {
        await using var server = new RawServer();
        var options = TestClient.Options(server.Address);
        using var client = new FlapjackClient(options);

        (options.ApiKey, options.BaseAddress, options.MaxRetries) = ("other", new("http://127.0.0.1:1"), 0);
        var call = client.GetComputerStatusAsync("a1");
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");

        await call.Soon();
        connection.Header("Authorization").Should().Be($"Bearer {TestClient.Key}");
    }

    [Fact]
    public async Task A_passed_client_is_neither_changed_nor_disposed()
    {
        await using var server = new RawServer();
        using var http = new HttpClient { BaseAddress = new("http://elsewhere.test/"), Timeout = TimeSpan.FromSeconds(77) };
        http.DefaultRequestHeaders.Add("X-Mine", "1");
        var client = TestClient.Over(http, server.Address);
        var call = client.GetComputerStatusAsync("a1");
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");
        await call.Soon();

        client.Dispose();

        http.BaseAddress.Should().Be("http://elsewhere.test/");
        http.Timeout.Should().Be(TimeSpan.FromSeconds(77));
        http.DefaultRequestHeaders.Should().ContainSingle().Which.Key.Should().Be("X-Mine");
        connection.Header("X-Mine").Should().Be("1");
        var still = http.GetStringAsync(server.Address);
        await connection.ReadRequest();
        await connection.Answer(200, "mine");
        (await still.Soon()).Should().Be("mine");
    }

    [Fact]
    public async Task The_headers_of_a_call_win_over_those_of_a_passed_client()
    {
        await using var server = new RawServer();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", "Bearer someone-else");
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        using var client = TestClient.Over(http, server.Address);

        var call = client.RunComputerAsync("a1", new() { Command = "x" });
        var connection = await server.AcceptStream();
        await connection.Write(Frames.Exit);

        await call.Soon();
        connection.Header("Authorization").Should().Be($"Bearer {TestClient.Key}");
        connection.Header("Accept").Should().Be("text/event-stream");
        connection.Header("Accept-Encoding").Should().Be("identity");
    }

    [Fact]
    public async Task A_client_of_ours_is_closed_with_its_connections()
    {
        await using var server = new RawServer();
        var client = TestClient.At(server.Address);
        var call = client.GetComputerStatusAsync("a1");
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");
        await call.Soon();

        client.Dispose();
        client.Dispose();

        await connection.ClosedByClient();
        await client.Invoking(c => c.GetComputerStatusAsync("a1")).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Many_calls_at_once_each_get_their_own_answer()
    {
        using var http = new HttpClient(new StubHandler((request, _) => Task.FromResult(new HttpResponseMessage
        {
            Content = new StringContent($$$"""{"computer":{"id":"{{{request.RequestUri!.Segments[3].TrimEnd('/')}}}"}}"""),
        })));
        using var client = TestClient.Over(http, new("http://flapjack.test"));

        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => client.GetComputerStatusAsync($"a{i}"))).Soon();

        statuses.Select(status => status.Computer!.Id).Should().Equal(Enumerable.Range(0, 200).Select(i => $"a{i}"));
    }

    [Fact]
    public void Null_is_refused_by_every_constructor()
    {
        using var http = new HttpClient();
        Action[] makes =
        [
            () => _ = new FlapjackClient((string)null!),
            () => _ = new FlapjackClient((FlapjackClientOptions)null!),
            () => _ = new FlapjackClient(null!, new FlapjackClientOptions()),
            () => _ = new FlapjackClient(http, null!),
        ];

        makes.Should().AllSatisfy(make => make.Should().Throw<ArgumentNullException>());
    }

    [Fact]
    public async Task A_mock_overrides_what_it_needs_and_the_rest_builds_on_it()
    {
        using var mock = new Mock();

        (await mock.GetComputerStatusAsync("a1")).Computer!.Status.Should().Be(ComputerLifecycleStatus.Idle);
        (await mock.RunComputerAsync("a1", new() { Command = "x" })).Stdout.Should().Be("mocked");
    }

    [Fact]
    public async Task What_a_mock_does_not_override_says_so()
    {
        using var mock = new Mock();

        var delete = () => mock.DeleteAgentAsync("a1");
        var stream = () => mock.StreamBootstrapAsync("a1");

        await delete.Should().ThrowAsync<InvalidOperationException>().WithMessage("*override*");
        stream.Should().Throw<InvalidOperationException>().WithMessage("*override*");
    }

    [Fact]
    public async Task A_mocks_events_that_end_early_are_no_result()
    {
        using var mock = new Mock { Events = [new ExecStartedEvent { ExecId = "e1" }] };

        var run = () => mock.RunComputerAsync("a1", new() { Command = "x" });

        (await run.Should().ThrowAsync<FlapjackStreamInterruptedException>()).Which.ExecId.Should().Be("e1");
    }

    [Fact]
    public void Every_method_can_be_mocked_and_cancelled()
    {
        var methods = typeof(FlapjackClient).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && method.Name is not (nameof(IDisposable.Dispose) or nameof(FlapjackClient.With))).ToList();

        methods.Should().HaveCountGreaterThanOrEqualTo(7).And.AllSatisfy(method =>
        {
            method.Should().BeVirtual();
            method.IsFinal.Should().BeFalse();
            method.Name.Should().EndWith("Async");
            var last = method.GetParameters()[^1];
            last.ParameterType.Should().Be<CancellationToken>();
            last.Name.Should().Be("cancellationToken");
            last.IsOptional.Should().BeTrue();
        });
    }

    private sealed class Mock : FlapjackClient
    {
        public ComputerExecEvent[] Events { get; init; } = [new ExecStdoutEvent { Chunk = "mocked" }, new ExecExitEvent { Ok = true, ExitCode = 0 }];

        public override Task<ComputerStatus> GetComputerStatusAsync(string agentId, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ComputerStatus { Computer = new() { Status = ComputerLifecycleStatus.Idle } });

        public override IAsyncEnumerable<ComputerExecEvent> ExecComputerAsync(string agentId, ExecComputerOptions options, CancellationToken cancellationToken = default) =>
            Events.ToAsyncEnumerable();
    }
}
