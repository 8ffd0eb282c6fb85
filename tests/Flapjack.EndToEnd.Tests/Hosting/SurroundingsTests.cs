using System.Net;
using Flapjack.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.EndToEnd.Tests.Hosting;

/// <summary>What surrounds the process of a test suite must not reach into it.</summary>
[Collection(AloneInTheProcess.Name)]
public sealed class SurroundingsTests : IDisposable
{
    private static readonly string[] Variables = ["FLAPJACK_API_KEY", "FLAPJACK_BASE_URL", "HTTP_PROXY", "http_proxy", "E2E_SECRET"];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private readonly IWebProxy _proxyBefore = HttpClient.DefaultProxy;

    public void Dispose()
    {
        HttpClient.DefaultProxy = _proxyBefore;
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    [Fact]
    public async Task The_backends_client_does_not_read_the_environment()
    {
        Environment.SetEnvironmentVariable("FLAPJACK_API_KEY", "not a key");
        Environment.SetEnvironmentVariable("FLAPJACK_BASE_URL", "::nonsense::");

        await using var computer = await ReadyComputer.StartAsync(new());

        (await computer.RunAsync("echo works")).Stdout.Should().Be("works\n");
    }

    [Fact]
    public async Task The_backends_client_uses_no_proxy()
    {
        // What HTTP_PROXY sets, if it is there when a process first asks.
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");

        await using var computer = await ReadyComputer.StartAsync(new());

        (await computer.RunAsync("echo works")).Stdout.Should().Be("works\n");
    }

    [Theory]
    [InlineData("a client of one's own")]
    [InlineData("a container")]
    [InlineData("a container with a handler of the app's")]
    public async Task A_client_on_the_backends_address_uses_no_proxy(string made)
    {
        await using var computer = await ReadyComputer.StartAsync(new());
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");
        var services = new ServiceCollection();
        void Configure(FlapjackClientOptions options) => (options.ApiKey, options.BaseAddress) = (computer.Backend.ApiKey, computer.Backend.BaseAddress);
        var http = services.AddFlapjack(Configure);
        if (made == "a container with a handler of the app's")
        {
            http.ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler());
        }

        await using var provider = services.BuildServiceProvider();
        using var own = new FlapjackClient(new FlapjackClientOptions { ApiKey = computer.Backend.ApiKey, BaseAddress = computer.Backend.BaseAddress });
        var client = made == "a client of one's own" ? own : provider.GetRequiredService<FlapjackClient>();

        (await client.RunAsync(computer.AgentId, "echo works")).Stdout.Should().Be("works\n");
    }

    [Fact]
    public async Task The_backends_webhooks_use_no_proxy()
    {
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");
        await using var inbox = await WebhookInbox.StartAsync();
        await using var computer = await ReadyComputer.StartAsync(new() { AllowLoopbackWebhooks = true });

        await computer.Client.CreateReadyAsync(new() { Name = "hook", Template = ComputerTemplate.Blank, WebhookUrl = inbox.Url });

        (await inbox.NextAsync()).Event.Should().Be("bootstrap.succeeded");
    }

    [Fact]
    public async Task A_computer_inherits_nothing_of_the_environment()
    {
        Environment.SetEnvironmentVariable("FLAPJACK_API_KEY", "fj_live_secret");
        Environment.SetEnvironmentVariable("E2E_SECRET", "fj_live_secret");
        using var repository = await LocalRepository.CreateAsync();
        await using var computer = await ReadyComputer.StartAsync(repository.Rewrites());

        var exec = await computer.RunAsync("env; set");
        var created = await computer.Client.CreateAgentFromTemplateAsync(new()
        {
            Name = "install",
            Template = ComputerTemplate.Blank,
            Repo = new() { Url = LocalRepository.Url, InstallCmd = "env; set" },
        });
        var install = string.Concat(await computer.Client.StreamBootstrapAsync(created.Agent.Id).OfType<BootstrapLogEvent>().Select(e => e.Chunk).ToListAsync());

        exec.EnsureSuccess().Stdout.Should().Contain("HOME=").And.NotContain("fj_live_secret");
        install.Should().Contain("HOME=").And.NotContain("fj_live_secret");
    }

    [Fact]
    public async Task Two_backends_live_side_by_side_in_one_process()
    {
        await using var first = await ReadyComputer.StartAsync(new());
        await using var second = await ReadyComputer.StartAsync(new());

        var strange = () => second.Client.RunAsync(first.AgentId, "true");
        using var wrongKey = second.Backend.CreateClient(options => options.ApiKey = first.Backend.ApiKey);

        await strange.Should().ThrowAsync<FlapjackNotFoundException>();
        await FluentActions.Awaiting(() => wrongKey.RunAsync(second.AgentId, "true")).Should().ThrowAsync<FlapjackAuthenticationException>();
        (await first.RunAsync("pwd")).Stdout.Should().NotBe((await second.RunAsync("pwd")).Stdout);
    }
}
