// Drives a Flapjack computer from start to end: create an agent from a template, follow its bootstrap, look at its status, run a
// command, receive and verify a webhook, delete. Without FLAPJACK_API_KEY it does so on a backend inside this process, with real local
// processes; with it, on the real service (there without the webhook, which can't reach this machine).
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using QuickStart;

var template = new ComputerTemplate(Arguments.Template(args));
var console = new Narrator();
using var interrupted = new Interruption();
var cancellationToken = interrupted.Token;

try
{
    await RunAsync();
    return 0;
}
catch (FlapjackException e)
{
    Narrator.Fail(e.Message);
    return 1;
}
catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
{
    Narrator.Fail("Interrupted.");
    return 130;
}

async Task RunAsync()
{
    var usesService = Environment.GetEnvironmentVariable("FLAPJACK_API_KEY") is { Length: > 0 };
    await using var backend = usesService ? null : await FlapjackBackend.StartAsync(
        new() { AllowLoopbackWebhooks = true, ComputerPath = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin" }, cancellationToken);
    await using var receiver = backend is null ? null : await WebhookReceiver.StartAsync(backend.WebhookSecret, cancellationToken);
    using var client = backend?.CreateClient() ?? new FlapjackClient(new FlapjackClientOptions());
    console.Say(backend is null ? "Talking to the Flapjack service." : $"A Flapjack backend listens on {backend.BaseAddress} (inside this process).");

    var agentId = await CreateAgentAsync(client, receiver?.Url);
    try
    {
        await FollowBootstrapAsync(client, agentId);
        await ShowStatusAsync(client, agentId);
        await FollowCommandAsync(client, agentId);
        await RunCommandAsync(client, agentId);
        if (receiver is not null)
        {
            console.Heading("Webhook");
            console.Show(await receiver.NextAsync(cancellationToken));
        }
    }
    finally
    {
        // An interrupted program deletes its agent as well.
        await DeleteAgentAsync(client, agentId);
    }

    if (receiver is not null)
    {
        console.Show(await receiver.NextAsync(cancellationToken));
    }
}

async Task<string> CreateAgentAsync(FlapjackClient client, string? webhookUrl)
{
    console.Heading($"Create an agent with a '{template}' computer");
    var created = await client.CreateAgentFromTemplateAsync(
        new()
        {
            Name = "QuickStart",
            Template = template,
            EnvVars = [new("GREETING", "Hello from $HOME, 'quoted' and all")],
            WebhookUrl = webhookUrl,
            ExternalAppId = $"quickstart-{Guid.NewGuid():N}",
        },
        cancellationToken);
    console.Say($"Agent {created.Agent.Id} is {created.Computer.Status}.");
    return created.Agent.Id;
}

async Task FollowBootstrapAsync(FlapjackClient client, string agentId)
{
    console.Heading("Bootstrap, live");
    await foreach (var item in client.StreamBootstrapAsync(agentId, cancellationToken))
    {
        console.Show(item);
    }
}

async Task ShowStatusAsync(FlapjackClient client, string agentId)
{
    var ready = await client.WaitUntilComputerReadyAsync(agentId, cancellationToken);
    console.Heading("Status");
    console.Show(ready);
}

async Task FollowCommandAsync(FlapjackClient client, string agentId)
{
    console.Heading("Run a command");
    const string Command = """
        echo "$GREETING"
        for i in 1 2 3; do echo "step $i in $PWD"; sleep 0.2; done
        echo "this goes to stderr" >&2
        uname -sr
        """;
    await foreach (var item in client.ExecComputerAsync(agentId, new() { Command = Command }, cancellationToken))
    {
        console.Show(item);
    }
}

async Task RunCommandAsync(FlapjackClient client, string agentId)
{
    console.Heading("Run another, and take its result");
    var result = await client.RunComputerAsync(agentId, new() { Command = "pwd\nls -A\nexit 0", Timeout = TimeSpan.FromSeconds(30) }, cancellationToken);
    console.Say($"exit code {result.EnsureSuccess().ExitCode} after {result.Duration.TotalMilliseconds:0} ms:");
    console.Output(result.Stdout);
}

async Task DeleteAgentAsync(FlapjackClient client, string agentId)
{
    console.Heading("Delete");
    await client.DeleteAgentAsync(agentId, CancellationToken.None);
    console.Say($"Agent {agentId} is gone, with its computer.");
}
