using System.Text.Json.Nodes;
using Flapjack.Cli.Calls;
using Flapjack.Sdk;

namespace Flapjack.Cli.Serving;

/// <summary>Tells where the local server listens, and what a terminal needs to reach it. All of it can be pasted into a shell.</summary>
internal static class Announcement
{
    public static void Write(ToolContext context, LocalServer server, ServerKey key, ServerKey computerKey, string? data, bool json)
    {
        var address = server.Flapjack.BaseAddress.ToString().TrimEnd('/');
        if (json)
        {
            context.WriteJson(new JsonObject
            {
                ["event"] = "ready",
                ["baseUrl"] = address,
                ["apiKey"] = Shown(key),
                ["computerApiUrl"] = address,
                ["computerApiKey"] = Shown(computerKey),
                ["webhookSecret"] = server.Flapjack.WebhookSecret,
                ["healthUrl"] = address + FrontDoor.HealthPath,
                ["dashboardUrl"] = server.Flapjack.DashboardAddress?.ToString(),
                ["dataDirectory"] = data,
                ["processId"] = Environment.ProcessId,
            });
            return;
        }

        var output = context.Terminal.Out;
        output.WriteLine($"# Flapjack and Agent Computer are served at {address}; {(data is null ? "nothing is kept" : $"kept in {data}")}. Ctrl-C stops this.");
        output.WriteLine("# Paste this into another terminal:");
        output.WriteLine($"export {FlapjackClientOptions.BaseAddressVariable}={address}{Export(FlapjackClientOptions.ApiKeyVariable, key)}");
        output.WriteLine($"export COMPUTER_API_URL={address}{Export(ServerKey.ComputerKeyVariable, computerKey)}");
        output.WriteLine($"export FLAPJACK_WEBHOOK_SECRET={server.Flapjack.WebhookSecret}");
        output.WriteLine($"# Then, for example: AGENT=$(flapjack create demo) && flapjack exec $AGENT -- echo hello");
        if (server.Flapjack.DashboardAddress is { } dashboard)
        {
            output.WriteLine($"# What happens inside, for one browser: {dashboard}");
        }

        foreach (var limit in server.Flapjack.UnenforcedLimits)
        {
            context.Note($"Not enforced on this machine: {limit}");
        }
    }

    private static string? Shown(ServerKey key) => key.IsGiven ? null : key.Key;

    private static string Export(string variable, ServerKey key) => key.IsGiven ? $" # {variable} is the key that you gave" : $" {variable}={key.Key}";
}
