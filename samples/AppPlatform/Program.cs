// An app platform whose apps each have a Flapjack agent with a persistent computer: the guide "Integrate Flapjack with an external app
// platform", step by step. Without FLAPJACK_API_KEY it does all of it on a backend inside this process; with it, on the real service, which
// then also needs FLAPJACK_WEBHOOK_SECRET and PUBLIC_URL.
using AppPlatform;
using Flapjack.Sdk;
using Flapjack.Sdk.AspNetCore;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;

const string WebhookPath = "/api/flapjack/webhook";

try
{
    await RunAsync();
    return 0;
}
catch (StartException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

async Task RunAsync()
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.Logging.SetMinimumLevel(LogLevel.Warning)
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    if (builder.Configuration["urls"] is null)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:5080");
    }

    // Before the first step: one client for the whole program, the secret that webhooks are verified with, and a health check.
    await using var flapjack = await FlapjackPlace.FindAsync(builder.Configuration);
    flapjack.Connect(builder.Services.AddFlapjack(options =>
    {
        options.ApiKey = flapjack.ApiKey;
        options.BaseAddress = flapjack.BaseAddress;
    }));
    builder.Services.AddFlapjackWebhooks(options => options.Secrets.Add(flapjack.WebhookSecret));
    builder.Services.AddHealthChecks().AddFlapjack();

    // This platform's own: its apps, and pages with forms that other sites can't send.
    builder.Services.AddSingleton(TimeProvider.System).AddSingleton(flapjack).AddSingleton<AppStore>().AddSingleton<TestRunner>();
    builder.Services.AddRazorComponents();
    builder.Services.AddAntiforgery();
    builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();

    await using var app = builder.Build();
    var apps = app.Services.GetRequiredService<AppStore>();
    var client = app.Services.GetRequiredService<FlapjackClient>();
    app.UseSecurityHeaders();
    app.UseStaticFiles();
    app.UseAntiforgery();
    app.MapHealthChecks("/healthz");
    app.MapPages();

    // Step 1: create the agent when the app is created. The answer comes within a second; the computer is set up in the background, and the
    // app is "provisioning" until the webhook comes.
    app.MapPost("/apps", async ([FromForm] Guid id, [FromForm] string? name, [FromForm] string? template, TimeProvider clock) =>
    {
        var form = CreateForm.Read(id, name, template);
        if (form.NameComplaint is not null)
        {
            return Show.Front(apps, form);
        }

        // First, since the webhook may be faster than the answer. An app that is there already was sent twice.
        if (apps.TryAdd(new(form.Id, form.Name, new(form.Template), clock.GetUtcNow())))
        {
            try
            {
                await SetUpAsync(apps.Find(form.Id)!);
            }
            catch (FlapjackException e)
            {
                apps.Remove(form.Id);
                return Show.Front(apps, form with { Complaint = Show.Reason(e) });
            }
        }

        return Results.Redirect($"/apps/{form.Id}");
    });

    async Task SetUpAsync(PlatformApp platformApp)
    {
        var created = await client.CreateAgentFromTemplateAsync(new()
        {
            Name = platformApp.Name,
            Template = platformApp.Template,
            EnvVars = [new("CI", "true")],
            WebhookUrl = (flapjack.PublicUrl ?? app.OwnAddress()) + WebhookPath,
            // Makes the call idempotent: it is safe to retry, and asked again it sets up a computer that failed or is gone.
            ExternalAppId = platformApp.Id.ToString(),
        });
        var known = apps.Change(platformApp.Id, now => now with
        {
            AgentId = created.Agent.Id,
            BootstrapRunId = created.BootstrapRunId,
            // Asked again, Flapjack may answer with the run that there was.
            EarlierRuns = [.. now.EarlierRuns.Where(run => run != created.BootstrapRunId)],
            // An agent that was there already, and ready, sends no further webhook.
            Status = created.Computer.Status == ComputerLifecycleStatus.Ready ? AppStatus.Ready : now.Status,
        });
        if (known is null)
        {
            // The app was deleted in the meantime.
            await client.DeleteAgentAsync(created.Agent.Id);
        }
    }

    // Step 2: receive the webhooks, whose signatures are verified before a handler is called. These decide what state an app is in.
    app.MapFlapjackWebhooks(WebhookPath, new FlapjackWebhookHandlers()
        .On<BootstrapSucceeded>((webhook, _) => apps.RecordAsync(
            webhook, "The computer is ready.", now => now with { Status = AppStatus.Ready, ExitCode = null, Failure = null }))
        .On<BootstrapFailed>(async (webhook, http) =>
        {
            var reason = await SetupFailure.ReadAsync(client, webhook.AgentId, TimeProvider.System, http.RequestAborted);
            await apps.RecordAsync(
                webhook, "The computer could not be set up.", now => now with { Status = AppStatus.Failed, ExitCode = webhook.ExitCode, Failure = reason });
        })
        .On<ComputerIdled>((webhook, _) => apps.RecordAsync(webhook, "The computer sleeps; the next command wakes it."))
        .On<ComputerDestroyed>((webhook, _) => apps.RecordAsync(webhook, "The computer is gone.", now => now with { Status = AppStatus.Gone }))
        .On<AgentDeleted>((webhook, _) => apps.RecordAsync(webhook, "The agent is gone.", now => now with { Status = AppStatus.Gone, AgentId = null })));

    // What the failure table of the guide says about a computer that failed or is gone: ask for it again.
    app.MapPost("/apps/{id:guid}/setup", async (Guid id, IFormCollection _) =>
    {
        if (apps.Change(id, now => now.BeingSetUpAgain(), now => now.CanSetUpAgain) is { } platformApp)
        {
            try
            {
                await SetUpAsync(platformApp);
            }
            catch (FlapjackException e)
            {
                apps.Change(id, now => now with { Status = AppStatus.Failed, Failure = Show.Reason(e) });
                return Show.App(apps.Find(id), Show.Reason(e));
            }
        }

        return Results.Redirect($"/apps/{id}");
    });

    // And it says to read why: what the setup said.
    app.MapGet("/apps/{id:guid}/setup-log", (Guid id, HttpContext http, IHostApplicationLifetime program) =>
        SetupLog.WriteAsync(client, apps.Find(id)?.AgentId, http, program.ApplicationStopping));

    // Step 3: run commands on demand, and pass their output on as it comes. Whoever leaves the page stops the command.
    app.MapPost("/apps/{id:guid}/tests", async (Guid id, IFormCollection _, TestRunner tests, HttpContext http) =>
    {
        if (apps.Change(id, now => now with { IsTesting = true }, now => now.CanRunTests) is not { } platformApp)
        {
            return Results.Conflict();
        }

        await tests.RunAsync(platformApp, new LiveOutput(http.Response), http.RequestAborted);
        return Results.Empty;
    });

    // Step 4: show the live status. The page asks for it under the path that Flapjack's own API has; the key stays here, and nothing else passes.
    app.MapFlapjackProxy(request => ValueTask.FromResult(
        request.Operation == FlapjackProxyOperation.GetComputerStatus && apps.Owns(request.AgentId)));

    // Step 5: delete in concert, the agent first.
    app.MapPost("/apps/{id:guid}/delete", async (Guid id, IFormCollection _) =>
    {
        try
        {
            if (apps.Find(id)?.AgentId is { } agentId)
            {
                await client.DeleteAgentAsync(agentId);
            }
        }
        catch (FlapjackNotFoundException)
        {
            // Somebody else has deleted it.
        }
        catch (FlapjackException e)
        {
            return Show.App(apps.Find(id), Show.Reason(e));
        }

        apps.Remove(id);
        return Results.Redirect("/");
    });

    await app.ListenAsync();
    Console.WriteLine($"Open {app.OwnAddress()} in a browser. Ctrl+C ends the program.");
    await app.WaitForShutdownAsync();
}
