using System.Text.Json;
using Flapjack.Sdk;
using Flapjack.Sdk.Extensions.AI;
using Microsoft.Extensions.AI;

namespace AotApp;

/// <summary>What a user of Flapjack.Sdk.Extensions.AI does most.</summary>
internal static class AIChecks
{
    private const string Agent = "7b1c0f0e-0000-4000-8000-000000000002";
    private const string Thread = "7b1c0f0e-0000-4000-8000-000000000003";
    private const string Exec = """
        event: stdout
        data: {"type":"stdout","chunk":"42\n"}

        event: exit
        data: {"type":"exit","exitCode":3,"durationMs":12,"truncated":false}


        """;

    private const string Answer = """
        event: meta
        data: {"type":"meta","started_at":"2026-04-13T18:52:00Z"}

        event: token
        data: {"type":"token","delta":"Hello"}

        event: done
        data: {"type":"done","ok":true,"content":"Hello","messageId":"m1"}


        """;

    public static async Task RunAsync(Checks checks)
    {
        var answers = new CannedAnswers()
            .On($"POST /api/agents/{Agent}/computer/exec", Exec, type: "text/event-stream")
            .On($"POST /api/threads/{Thread}/messages", Answer, type: "text/event-stream");
        using var client = new FlapjackClient(new HttpClient(answers), new() { ApiKey = "fj_live_0123456789abcdef", BaseAddress = new("http://flapjack.test") });

        await checks.ShouldBeAsync("AI: a command by a function", "42 3", async () =>
        {
            var run = client.CreateComputerTools(Agent).Single(function => function.Name == "run_command");
            var result = (JsonElement)(await run.InvokeAsync(new() { ["command"] = "echo 42; exit 3" }))!;
            return $"{result.GetProperty("stdout").GetString()?.Trim()} {result.GetProperty("exitCode")}";
        });
        await checks.ShouldBeAsync("AI: a thread as a chat client", "Hello", async () =>
        {
            using var chat = client.AsIChatClient(Thread);
            return (await chat.GetResponseAsync("Hi")).Text;
        });
    }
}
