using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>The endpoint among the rest of an app: its policies are for people, not for webhooks.</summary>
public class WebhookInAppTests
{
    [Fact]
    public async Task A_fallback_policy_that_asks_everybody_to_sign_in_does_not_ask_a_webhook()
    {
        await using var app = await WebhookApp.StartAsync(
            new(),
            builder =>
            {
                AddWebhooks(builder);
                builder.Services.AddAuthentication("nobody").AddScheme<AuthenticationSchemeOptions, Nobody>("nobody", null);
                builder.Services.AddAuthorizationBuilder()
                    .SetDefaultPolicy(new AuthorizationPolicyBuilder("nobody").RequireAuthenticatedUser().Build())
                    .SetFallbackPolicy(new AuthorizationPolicyBuilder("nobody").RequireAuthenticatedUser().Build());
            },
            web =>
            {
                web.UseAuthentication();
                web.UseAuthorization();
                web.MapPost("/other", () => "for users only");
            });
        using var other = await app.Http.PostAsync("/other", null);

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.OK);

        other.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Antiforgery_does_not_apply_even_where_a_group_asks_for_it()
    {
        await using var web = WebApplication.CreateSlimBuilder().WithWebhooks().Build();

        web.MapGroup("/forms").WithMetadata(new RequireAntiforgeryTokenAttribute()).MapFlapjackWebhooks("/hook", new());

        EndpointOf(web).Metadata.GetMetadata<IAntiforgeryMetadata>()!.RequiresValidation.Should().BeFalse();
    }

    [Fact]
    public async Task Pages_for_status_codes_are_not_for_webhooks()
    {
        await using var app = await WebhookApp.StartAsync(new(), AddWebhooks, web =>
        {
            web.UseStatusCodePages(context => context.HttpContext.Response.WriteAsync("a page"));
            web.MapPost("/other", () => Results.Unauthorized());
        });
        using var other = await app.Http.PostAsync("/other", null);

        using var response = await app.SendAsync(new([], new()));

        (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
        (await other.Content.ReadAsStringAsync()).Should().Be("a page");
    }

    [Fact]
    public async Task A_handler_that_the_apps_own_time_limit_ends_is_answered_500_and_the_next_delivery_is_handled()
    {
        var (calls, limit) = (0, new CancellationTokenSource());
        var handlers = new FlapjackWebhookHandlers().On<AgentDeleted>(async (_, context) =>
        {
            calls++;
            await limit.CancelAsync();
            context.RequestAborted.ThrowIfCancellationRequested();
        });
        await using var app = await WebhookApp.StartAsync(handlers, AddWebhooks, web => LimitTime(web, () => limit.Token));

        // A 4xx would tell the sender not to come again.
        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.InternalServerError);
        limit = new();
        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.InternalServerError);

        calls.Should().Be(2, "the second delivery is no duplicate");
    }

    [Fact]
    public async Task A_body_that_the_apps_own_time_limit_cuts_off_is_answered_408()
    {
        await using var app = await WebhookApp.StartAsync(new(), AddWebhooks, web => LimitTime(web, () => new(canceled: true)));

        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.RequestTimeout);
    }

    [Fact]
    public async Task The_endpoint_takes_further_conventions()
    {
        await using var web = WebApplication.CreateSlimBuilder().WithWebhooks().Build();

        web.MapFlapjackWebhooks("/hook", new()).RequireHost("hooks.example.org").WithName("hook");

        var endpoint = EndpointOf(web);
        endpoint.RoutePattern.RawText.Should().Be("/hook");
        endpoint.Metadata.GetMetadata<IHostMetadata>()!.Hosts.Should().Equal("hooks.example.org");
        endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName.Should().Be("hook");
    }

    [Fact]
    public async Task Several_endpoints_share_what_was_handled()
    {
        var calls = 0;
        var handlers = new FlapjackWebhookHandlers().On<AgentDeleted>((_, _) =>
        {
            calls++;
            return Task.CompletedTask;
        });
        await using var app = await WebhookApp.StartAsync(handlers, AddWebhooks, web => web.MapFlapjackWebhooks("/another", handlers));
        await app.PostAsync(app.SignFully(Events.Deleted));

        using var request = app.SignFully(Events.Deleted).ToRequest();
        request.RequestUri = new("/another", UriKind.Relative);
        using var response = await app.Http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        calls.Should().Be(1);
    }

    private static void AddWebhooks(WebApplicationBuilder builder) => builder.WithWebhooks();

    // As UseRequestTimeouts() does.
    private static void LimitTime(WebApplication web, Func<CancellationToken> limit) => web.Use((context, next) =>
    {
        context.RequestAborted = limit();
        return next(context);
    });

    private static RouteEndpoint EndpointOf(WebApplication app) =>
        ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Should().ContainSingle().Which.Should().BeOfType<RouteEndpoint>().Subject;

    /// <summary>Signs nobody in, and forbids rather than challenges.</summary>
    private sealed class Nobody(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
    }
}
