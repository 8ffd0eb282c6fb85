using System.CommandLine;
using Flapjack.Cli.Calls;

namespace Flapjack.Cli.Webhooks;

/// <summary>Finds the secret that signs webhooks.</summary>
internal static class WebhookSecret
{
    public const string Variable = "FLAPJACK_WEBHOOK_SECRET";

    public static Option<string?> Option() => new("--secret-file")
    {
        Description = $"A file that holds the signing secret alone; default {Variable}.",
        HelpName = "FILE",
    };

    /// <exception cref="ToolException">There is no secret.</exception>
    public static string Of(ToolContext context, string? file)
    {
        if (file is not null)
        {
            return TextFiles.ReadSecret(file);
        }

        return context.Terminal.Variable(Variable) is { } secret && !string.IsNullOrWhiteSpace(secret)
            ? secret.Trim()
            : throw ToolException.Usage($"There is no signing secret. Set {Variable}, or name a file that holds it by --secret-file.");
    }
}
