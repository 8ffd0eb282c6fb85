using System.Globalization;
using System.Net;
using AgentComputer.EndToEnd.Tests.Processes;
using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Ports;

/// <summary>A web server that runs on a computer, reached from outside through its published port.</summary>
public sealed class PublishedPortsTests : IAsyncLifetime
{
    private const string Server =
        """
        const server = require("http").createServer((request, answer) => answer.end(`served ${request.url}`));
        server.listen(0, "127.0.0.1", () => console.log(server.address().port));
        """;

    private readonly HttpClient _visitor = Visitor.Create();
    private RealBackend _real = null!;
    private string _id = null!;
    private ComputerProcesses? _processes;

    public async Task InitializeAsync()
    {
        _real = await RealBackend.StartAsync(new() { ComputerPath = string.Join(':', HostTools.PathFor([HostTools.FolderOf("node") is null ? "sh" : "node"])) });
        _id = (await _real.CreateAsync(new() { Handle = "box" })).Id;
    }

    public async Task DisposeAsync()
    {
        _visitor.Dispose();
        await (_processes?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _real.DisposeAsync();
    }

    [FactWithTools("node")]
    public async Task A_public_port_is_reached_by_its_address_until_it_is_deleted()
    {
        var port = await PublishAsync(PortVisibility.Public);
        (port.State, port.Visibility, port.Name).Should().Be((PublishedPortState.Ready, PortVisibility.Public, "web"));
        new Uri(port.PublicUrl!).Host.Should().Be("web--box.localhost");

        (await _visitor.GetStringAsync(new Uri(new(port.PublicUrl!), "a?b=1"), Limit.Token)).Should().Be("served /a?b=1");
        (await _real.Client.GetComputerConnectionAsync(_id, Limit.Token)).Ports.Should().ContainSingle().Which.Port.Should().Be(port.Port);

        await _real.DoneAsync((await _real.Client.DeletePublishedPortAsync(_id, port.Port, Limit.Token)).Operation);
        (await _real.Client.ListPublishedPortsAsync(_id, Limit.Token)).Should().BeEmpty();
        using var gone = await _visitor.GetAsync(port.PublicUrl, Limit.Token);
        gone.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [FactWithTools("node")]
    public async Task A_private_port_is_reached_with_the_token_of_a_session_alone()
    {
        var port = await PublishAsync(PortVisibility.Private);
        using (var refused = await _visitor.GetAsync(port.PublicUrl, Limit.Token))
        {
            refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }

        var session = await _real.Client.CreateAccessSessionAsync(_id, new() { Kind = AccessSessionKind.Browser }, Limit.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, port.PublicUrl);
        request.Headers.Authorization = new("Bearer", session.ConnectToken);
        using var answer = await _visitor.SendAsync(request, Limit.Token);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Limit.Token)).Should().Be("served /");
    }

    private async Task<PublishedPort> PublishAsync(PortVisibility visibility)
    {
        _processes = await _real.Client.OpenProcessesAsync(_id, cancellationToken: Limit.Token);
        await using var server = await _processes.StartAsync(new() { Command = "node", Arguments = ["-e", Server] }, Limit.Token);
        var number = int.Parse(await server.ReadUntilAsync("\n"), CultureInfo.InvariantCulture);
        var published = await _real.Client.CreatePublishedPortAsync(_id, new() { Port = number, Name = "web", Visibility = visibility }, Limit.Token);
        if (published.Operation is { } operation)
        {
            await _real.DoneAsync(operation);
        }

        return (await _real.Client.ListPublishedPortsAsync(_id, Limit.Token)).Should().ContainSingle().Subject;
    }
}
