using System.Collections.Concurrent;
using System.Text;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Flapjack.Cli.Tests.Serving;

public sealed class ServerTelemetryTests
{
    [Fact]
    public async Task Spans_go_to_the_collector_that_the_environment_names()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await CollectAsync(received);
        using var server = await RunningServer.StartAsync(null, collector: new(collector.Urls.Single()));
        using var client = server.CreateClient();
        var agent = (await client.CreateAgentFromTemplateAsync(new() { Name = "a", Template = ComputerTemplate.Blank })).Agent.Id;
        await client.RunComputerAsync(agent, new() { Command = "exit 3", WaitForReady = true });

        (await server.StopAsync()).ExitCode.Should().Be(0);

        received.Should().ContainKeys("/v1/traces", "/v1/metrics");
        received["/v1/traces"].Should().Contain("Flapjack.ReferenceBackend").And.Contain("flapjack.exec.exit_code").And.Contain(agent).And.NotContain(server.Text("apiKey"));
    }

    private static async Task<WebApplication> CollectAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.AddOrUpdate(context.Request.Path, _ => TextOf(body), (_, earlier) => earlier + TextOf(body));
        });
        await collector.StartAsync();
        return collector;
    }

    private static string TextOf(MemoryStream body) => Encoding.Latin1.GetString(body.ToArray());
}
