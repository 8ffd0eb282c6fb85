// An app platform whose apps each have a Flapjack agent with a persistent computer: the guide "Integrate Flapjack with an external app
// platform", step by step. Without FLAPJACK_API_KEY it does all of it on a backend inside this process; with it, on the real service, which
// then also needs FLAPJACK_WEBHOOK_SECRET and PUBLIC_URL.
using AppPlatform;
using AppPlatform.Steps;
using Microsoft.AspNetCore.DataProtection;

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
    await using var flapjack = await FlapjackPlace.FindAsync(builder.Configuration);
    AddServer(builder);
    AddFlapjack(builder.Services, flapjack);
    AddPlatform(builder.Services, flapjack);

    await using var app = builder.Build();
    app.UseSecurityHeaders();
    app.UseStaticFiles();
    app.UseAntiforgery();
    app.MapHealthChecks("/healthz");
    app.MapPages();

    // The five steps of the guide, each in a file of its own.
    app.MapCreate();
    app.MapWebhooks();
    app.MapTests();
    app.MapLiveStatus();
    app.MapDelete();

    await app.ListenAsync();
    Console.WriteLine($"Open {app.OwnAddress()} in a browser. Ctrl+C ends the program.");
    await app.WaitForShutdownAsync();
}

static void AddServer(WebApplicationBuilder builder)
{
    builder.Logging.SetMinimumLevel(LogLevel.Warning)
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    if (builder.Configuration["urls"] is null)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:5080");
    }
}

// Before the first step: one client for the whole program, the secret that webhooks are verified with, and a health check.
static void AddFlapjack(IServiceCollection services, FlapjackPlace flapjack)
{
    flapjack.Connect(services.AddFlapjack(options =>
    {
        options.ApiKey = flapjack.ApiKey;
        options.BaseAddress = flapjack.BaseAddress;
    }));
    services.AddFlapjackWebhooks(options => options.Secrets.Add(flapjack.WebhookSecret));
    services.AddHealthChecks().AddFlapjack();
}

// What this platform itself needs: its apps, and pages with forms that other sites can't send.
static void AddPlatform(IServiceCollection services, FlapjackPlace flapjack)
{
    services.AddSingleton(TimeProvider.System).AddSingleton(flapjack);
    services.AddSingleton<AppStore>().AddSingleton<ComputerSetup>().AddSingleton<TestRunner>();
    services.AddRazorComponents();
    services.AddAntiforgery();
    services.AddDataProtection().UseEphemeralDataProtectionProvider();
}
