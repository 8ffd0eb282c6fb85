using Flapjack.Sdk;
using Flapjack.Sdk.AspNetCore;

namespace AppPlatform.Steps;

/// <summary>
/// Step 2: receive the webhooks. They decide what state an app is in. <c>MapFlapjackWebhooks</c> verifies their signatures before it calls a handler.
/// </summary>
internal static class Step2ReceiveWebhooks
{
    public static void MapWebhooks(this WebApplication app)
    {
        var apps = app.Services.GetRequiredService<AppStore>();
        var flapjack = app.Services.GetRequiredService<FlapjackClient>();

        app.MapFlapjackWebhooks(ComputerSetup.WebhookPath, new FlapjackWebhookHandlers()
            .On<BootstrapSucceeded>((webhook, _) => apps.RecordAsync(
                webhook, "The computer is ready.", now => now with { Status = AppStatus.Ready, ExitCode = null, Failure = null }))
            .On<BootstrapFailed>(async (webhook, http) =>
            {
                var reason = await SetupFailure.ReadAsync(flapjack, webhook.AgentId, TimeProvider.System, http.RequestAborted);
                await apps.RecordAsync(
                    webhook,
                    "The computer could not be set up.",
                    now => now with { Status = AppStatus.Failed, ExitCode = webhook.ExitCode, Failure = reason });
            })
            .On<ComputerIdled>((webhook, _) => apps.RecordAsync(webhook, "The computer sleeps; the next command wakes it."))
            .On<ComputerDestroyed>((webhook, _) => apps.RecordAsync(webhook, "The computer is gone.", now => now with { Status = AppStatus.Gone }))
            .On<AgentDeleted>((webhook, _) => apps.RecordAsync(
                webhook, "The agent is gone.", now => now with { Status = AppStatus.Gone, AgentId = null })));
    }
}
