using System.Text.Json.Nodes;

namespace Flapjack.Cli.Tests.Serving;

/// <summary>A run of <c>flapjack serve --json</c> that is ready.</summary>
internal sealed class RunningServer : IDisposable
{
    private readonly HostProgram _program;

    private RunningServer(HostProgram program, JsonNode ready) => (_program, Ready) = (program, ready);

    /// <summary>The line that says that it is ready.</summary>
    public JsonNode Ready { get; }

    public Uri Address => new(Text("baseUrl")!);

    public int Port => Address.Port;

    public static async Task<RunningServer> StartAsync(string? data, string? key = null, int port = 0, Uri? collector = null)
    {
        var start = ToolProcess.Start(["serve", "--json", "--port", $"{port}", .. data is null ? (string[])[] : ["--data", data]]);
        if (key is not null)
        {
            start.Environment["FLAPJACK_API_KEY"] = key;
        }

        if (collector is not null)
        {
            start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.ToString();
            start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        }

        var program = new HostProgram(start);
        if (await program.Output.ReadLineAsync().WaitAsync(Limit.LongTime) is { } line)
        {
            return new(program, JsonNode.Parse(line)!);
        }

        var (exitCode, _, error) = await program.EndAsync();
        program.Dispose();
        throw new InvalidOperationException($"flapjack serve ended with {exitCode}: {error}");
    }

    public string? Text(string name) => (string?)Ready[name];

    public Sdk.FlapjackClient CreateClient(string? key = null) => new(new Sdk.FlapjackClientOptions { BaseAddress = Address, ApiKey = key ?? Text("apiKey") });

    /// <summary>Sends a signal, and waits for the end.</summary>
    public async Task<ProgramResult> StopAsync(string signal = "TERM")
    {
        await HostProgram.BashAsync($"kill -{signal} {_program.Id}");
        return await _program.EndAsync();
    }

    public void Dispose() => _program.Dispose();
}
