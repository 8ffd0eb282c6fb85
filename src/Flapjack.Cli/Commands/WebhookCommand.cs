using System.CommandLine;
using Flapjack.Cli.Calls;
using Flapjack.Cli.Webhooks;

namespace Flapjack.Cli.Commands;

/// <summary>What can be done with webhooks.</summary>
internal sealed class WebhookCommand : Command
{
    public WebhookCommand(ToolContext context)
        : base("webhook", "Checks webhooks, and receives them on this machine.")
    {
        Add(new WebhookVerifyCommand(context));
        Add(new WebhookListenCommand(context));
    }
}
