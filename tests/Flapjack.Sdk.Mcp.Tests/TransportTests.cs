using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;

namespace Flapjack.Sdk.Mcp.Tests;

public sealed class TransportTests(ComputerFixture computer) : IClassFixture<ComputerFixture>
{
    [Fact]
    public async Task A_client_that_starts_the_server_as_a_program_runs_a_command()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var host = Repository.PathTo("tests", "Flapjack.McpHost", "bin", framework.Parent!.Name, framework.Name, "Flapjack.McpHost.dll");
        var transport = new StdioClientTransport(new()
        {
            Command = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            Arguments = [host, computer.AgentId],
            EnvironmentVariables = new Dictionary<string, string?> { ["FLAPJACK_API_KEY"] = computer.Backend.ApiKey, ["FLAPJACK_BASE_URL"] = computer.Backend.BaseAddress.ToString() },
        });

        await using var client = await McpClient.CreateAsync(transport, cancellationToken: Limit.Token);

        await RunsACommandAsync(client);
    }

    [Fact]
    public async Task A_client_runs_a_command_over_HTTP()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(computer.Client);
        builder.Services.AddMcpServer().WithHttpTransport().WithFlapjackComputers(new() { AgentId = computer.AgentId });
        await using var app = builder.Build();
        app.MapMcp();
        await app.StartAsync(Limit.Token);

        await using var client = await McpClient.CreateAsync(new HttpClientTransport(new() { Endpoint = new(app.Urls.Single()) }), cancellationToken: Limit.Token);

        await RunsACommandAsync(client);
        await StopsACommandAsync(client);
    }

    private static async Task RunsACommandAsync(McpClient client)
    {
        (await client.ListToolsAsync(cancellationToken: Limit.Token)).Select(tool => tool.Name).Should().BeEquivalentTo("computer_status", "run_command", "read_file", "write_file", "list_files");
        var result = await client.CallToolAsync("run_command", McpPair.Arguments(new { command = "echo over the wire" }), cancellationToken: Limit.Token);
        result.StructuredContent!.Value.GetProperty("stdout").GetString().Should().Be("over the wire\n");
    }

    /// <summary>Over HTTP, a client cancels a call by closing its request.</summary>
    private async Task StopsACommandAsync(McpClient client)
    {
        using var source = new CancellationTokenSource();
        var call = client.CallToolAsync("run_command", McpPair.Arguments(new { command = "echo $$ > http-id.new; mv http-id.new http-id; sleep 1000" }), cancellationToken: source.Token).AsTask();
        await Eventually.HoldsAsync(async () => await computer.BashAsync("[ -e http-id ] && echo begun || echo not") == "begun\n", "the command has begun");

        await source.CancelAsync();

        await call.Invoking(it => it).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.HoldsAsync(async () => await computer.BashAsync("kill -0 $(cat http-id) 2>/dev/null && echo lives || echo gone") == "gone\n", "the command is stopped");
    }
}
