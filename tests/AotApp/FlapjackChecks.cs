using System.Text;
using Flapjack.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace AotApp;

/// <summary>What a user of Flapjack.Sdk does most.</summary>
internal static class FlapjackChecks
{
    private const string Agent = "7b1c0f0e-0000-4000-8000-000000000001";
    private const string Exec = """
        event: exec_started
        data: {"type":"exec_started","execId":"e1"}

        event: stdout
        data: {"type":"stdout","chunk":"hi\n"}

        event: stderr
        data: {"type":"stderr","chunk":"careful\n"}

        event: exit
        data: {"type":"exit","exitCode":3,"durationMs":12,"truncated":false}


        """;

    public static async Task RunAsync(Checks checks)
    {
        var answers = new CannedAnswers()
            .On($"GET /api/agents/{Agent}", $$$"""{"id":"{{{Agent}}}","name":"notes","news":{"later":1}}""")
            .On($"GET /api/agents/{Agent}/computer/status", """{"computer":{"id":"c1","status":"ready"},"signals":{"devServer":{"port":3000}}}""")
            .On($"POST /api/agents/{Agent}/computer/exec", Exec, type: "text/event-stream")
            .On("GET /api/agents/gone", """{"error":"NOT_FOUND","detail":"no such agent"}""", status: 404);
        using var client = new FlapjackClient(new HttpClient(answers), Options());

        await checks.ShouldBeAsync("Flapjack: a typed answer, with a field that nobody knows", "notes 1", async () =>
        {
            var agent = await client.GetAgentAsync(Agent);
            return $"{agent.Name} {agent.AdditionalProperties?["news"].GetProperty("later")}";
        });
        await checks.ShouldBeAsync("Flapjack: an open word and a record in a record", "ready 3000", async () =>
        {
            var status = await client.GetComputerStatusAsync(Agent);
            return $"{status.Computer?.Status} {status.Signals.DevServer?.Port}";
        });
        await checks.ShouldBeAsync("Flapjack: the stream of a command", "started hi careful 3", async () =>
        {
            var said = new List<string>();
            await foreach (var item in client.ExecComputerAsync(Agent, new() { Command = "true" }))
            {
                said.Add(item switch
                {
                    ExecStartedEvent => "started",
                    ExecOutputEvent output => output.Chunk.Trim(),
                    ExecExitEvent exit => $"{exit.ExitCode}",
                    _ => "unknown",
                });
            }

            return string.Join(' ', said);
        });
        await checks.ShouldBeAsync("Flapjack: a refusal", "404 NOT_FOUND", async () =>
        {
            try
            {
                return (await client.GetAgentAsync("gone")).Id;
            }
            catch (FlapjackApiException e)
            {
                return $"{(int)e.StatusCode} {e.ErrorCode}";
            }
        });
        await CheckTheRestAsync(checks, answers);
    }

    private static async Task CheckTheRestAsync(Checks checks, CannedAnswers answers)
    {
        await checks.ShouldBeAsync("Flapjack: a client of a service container", "notes", async () =>
        {
            var services = new ServiceCollection();
            services.AddFlapjack(options => (options.ApiKey, options.BaseAddress) = ("fj_live_0123456789abcdef", new("http://flapjack.test"))).ConfigurePrimaryHttpMessageHandler(() => answers);
            await using var provider = services.BuildServiceProvider();
            return (await provider.GetRequiredService<FlapjackClient>().GetAgentAsync(Agent)).Name ?? "";
        });
        await checks.ShouldBeAsync("Flapjack: a webhook", "True False BootstrapSucceeded", () =>
        {
            const string Secret = "a secret of 32 bytes, or about so";
            var body = Encoding.UTF8.GetBytes($$"""{"event":"bootstrap.succeeded","agentId":"{{Agent}}","occurredAt":"2026-04-13T18:52:00Z"}""");
            var signature = WebhookSignature.Compute(body, Secret);
            var isForged = WebhookSignature.Verify([.. body, (byte)' '], signature, Secret);
            return Task.FromResult($"{WebhookSignature.Verify(body, signature, Secret)} {isForged} {ComputerWebhookPayload.Parse(body).GetType().Name}");
        });
    }

    private static FlapjackClientOptions Options() => new() { ApiKey = "fj_live_0123456789abcdef", BaseAddress = new("http://flapjack.test") };
}
