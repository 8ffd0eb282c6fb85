using System.Net;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Ports;

/// <summary>All computers share the loopback interface, and yet a computer publishes only what its own processes listen on.</summary>
public sealed class PortOwnerTests : DoorRoom
{
    // Serves with the port that the system chose, and says which it is.
    private const string Server =
        "const s=require('http').createServer((q,a)=>a.end('served by '+process.env.WHO)).listen(0,'127.0.0.1',()=>require('fs').writeFileSync('port',''+s.address().port))";

    [Fact]
    public async Task A_server_of_the_host_is_not_reached()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using var app = await AppOnThePort.StartAsync();
        await PublishAsync(await ComputerAsync(), app.Port, "web");
        using var visitor = Client();

        var refusal = await CallAsync(HttpMethod.Get, $"http://web--box.localhost:{Port}/", HttpStatusCode.BadGateway, http: visitor);

        CodeOf(refusal).Should().Be("port_not_listening");
    }

    [FactWithNode]
    public async Task A_computers_own_server_is_reached_and_that_of_another_computer_is_not()
    {
        var (own, other) = (await ComputerAsync(), await ComputerAsync("other"));
        var port = await ServeAsync(own, "box");
        await PublishAsync(own, port, "web");
        await PublishAsync(other, port, "web");
        using var visitor = Client();

        (await visitor.GetStringAsync($"http://web--box.localhost:{Port}/")).Should().Be("served by box");
        using var answer = await visitor.GetAsync($"http://web--other.localhost:{Port}/");
        answer.StatusCode.Should().Be(HttpStatusCode.BadGateway);
    }

    private async Task<int> ServeAsync(string computer, string who)
    {
        var engine = Backend.Parts.House.Computers.Find(computer)!;
        var (_, reader) = await engine.Programs.StartAsync(
            new("/usr/bin/node", ["-e", Server]) { Environment = new Dictionary<string, string> { ["WHO"] = who } }, Limit.Token);
        reader.Dispose();
        var file = Path.Combine(Backend.DataDirectory, "computers", computer, "home", "port");
        await Eventually.HoldsAsync(() => File.Exists(file) && File.ReadAllText(file).Length > 0, "the server listens");
        return int.Parse(await File.ReadAllTextAsync(file), System.Globalization.CultureInfo.InvariantCulture);
    }
}
