using System.Reflection;
using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests;

public sealed class AgentComputerClientTests
{
    [Theory]
    [InlineData("", "/v1/computers/c1")]
    [InlineData("/", "/v1/computers/c1")]
    [InlineData("/v1", "/v1/computers/c1")]
    [InlineData("/v1/", "/v1/computers/c1")]
    [InlineData("/door", "/door/v1/computers/c1")]
    [InlineData("/door/v1", "/door/v1/computers/c1")]
    [InlineData("/a%20b/ü", "/a%20b/%C3%BC/v1/computers/c1")]
    public async Task The_base_address_may_have_a_path_and_the_version_at_its_end(string basePath, string path)
    {
        await using var server = new RawServer();
        using var client = TestClient.At(new(server.Address.GetLeftPart(UriPartial.Authority) + basePath));

        var call = client.GetComputerAsync("c1");
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
        using var client = new AgentComputerClient(options);

        (options.ApiKey, options.TokenProvider, options.BaseAddress) = ("other", _ => ValueTask.FromResult("other"), new("http://127.0.0.1:1"));
        var call = client.GetComputerAsync("c1");
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");

        await call.Soon();
        connection.Header("Authorization").Should().Be($"Bearer {TestClient.Key}");
    }

    [Fact]
    public async Task A_passed_client_is_neither_changed_nor_disposed()
    {
        await using var server = new RawServer();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(77) };
        var client = TestClient.Over(http, server.Address);
        var call = client.GetComputerAsync("c1");
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");
        await call.Soon();

        client.Dispose();

        http.Timeout.Should().Be(TimeSpan.FromSeconds(77));
        var still = http.GetStringAsync(server.Address);
        await connection.ReadRequest();
        await connection.Answer(200, "mine");
        (await still.Soon()).Should().Be("mine");
    }

    [Fact]
    public void Null_is_refused_by_every_constructor()
    {
        using var http = new HttpClient();
        Action[] makes =
        [
            () => _ = new AgentComputerClient((string)null!),
            () => _ = new AgentComputerClient((AgentComputerClientOptions)null!),
            () => _ = new AgentComputerClient(null!, new AgentComputerClientOptions()),
            () => _ = new AgentComputerClient(http, null!),
        ];

        makes.Should().AllSatisfy(make => make.Should().Throw<ArgumentNullException>());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_key_does_not_fall_back_to_the_environment(string key)
    {
        var make = () => _ = new AgentComputerClient(key);

        make.Should().Throw<ArgumentException>().WithMessage("The Agent Computer option ApiKey is missing: the key that was given is empty.*COMPUTER_API_KEY*");
    }

    [Fact]
    public async Task A_mock_overrides_what_it_needs_and_the_rest_builds_on_it()
    {
        using var mock = new Mock();

        (await mock.GetComputerAsync("c1")).Computer.State.Should().Be(ComputerState.Running);
        var delete = () => mock.DeleteComputerAsync("c1");
        await delete.Should().ThrowAsync<InvalidOperationException>().WithMessage("*override*");
    }

    [Fact]
    public void Every_method_can_be_mocked_and_cancelled()
    {
        var methods = typeof(AgentComputerClient).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && method.Name is not (nameof(IDisposable.Dispose) or nameof(AgentComputerClient.With))).ToList();

        methods.Should().HaveCountGreaterThanOrEqualTo(51).And.AllSatisfy(method =>
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

    private sealed class Mock : AgentComputerClient
    {
        public override Task<ComputerChange> GetComputerAsync(string computerId, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ComputerChange { Computer = new() { Id = computerId, State = ComputerState.Running } });
    }
}
