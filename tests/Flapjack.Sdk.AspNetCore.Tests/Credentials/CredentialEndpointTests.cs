using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Tests.Credentials;

/// <summary>What the endpoint answers to whom.</summary>
public sealed class CredentialEndpointTests
{
    private const string Key = "sk-ant-SecretSecret";

    [Fact]
    public async Task The_apps_function_gets_the_question_and_its_key_is_answered_and_never_cached_or_logged()
    {
        var asked = new List<CredentialQuestion>();
        await using var app = await ResolverApp.StartAsync((question, _) =>
        {
            asked.Add(question);
            return Task.FromResult<string?>(Key);
        });

        using var request = app.Sign();
        using var response = await app.Http.SendAsync(request);

        ((int)response.StatusCode).Should().Be(200);
        (await response.Content.ReadAsStringAsync()).Should().Be("""{"apiKey":"sk-ant-SecretSecret","source":"byok"}""");
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        asked.Should().Equal(new CredentialQuestion { UserId = "ann", OrgId = "o1", Provider = "anthropic", Model = "claude-sonnet-4-6" });
        app.Log.Lines.Should().NotContain(line => line.Contains("SecretSecret"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_user_without_a_key_is_answered_with_the_platforms(string? key)
    {
        await using var app = await ResolverApp.StartAsync((_, _) => Task.FromResult(key));

        (await app.SendAsync(app.Sign())).Should().Be((200, """{"apiKey":null,"source":"platform"}"""));
    }

    [Fact]
    public async Task A_key_with_odd_characters_arrives_as_it_is()
    {
        await using var app = await ResolverApp.StartAsync((_, _) => Task.FromResult<string?>("a\"b\\c"));

        var (_, body) = await app.SendAsync(app.Sign());

        System.Text.Json.JsonElement.Parse(body).GetProperty("apiKey").GetString().Should().Be("a\"b\\c");
    }

    [Fact]
    public async Task A_question_that_is_not_genuine_is_answered_401_and_never_reaches_the_apps_function()
    {
        await using var app = await ResolverApp.StartAsync((_, _) => throw new InvalidOperationException("was asked"));
        HttpRequestMessage[] forged =
        [
            app.Sign(secret: "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"),
            Without(app.Sign(), "X-Flapjack-Signature"),
            Without(app.Sign(), "X-Flapjack-Nonce"),
            Without(app.Sign(), "X-Flapjack-Timestamp"),
            With(app.Sign(), "X-Flapjack-Nonce", "another"),
            With(app.Sign(), "X-Flapjack-Signature", "no hexadecimal"),
            WithBody(app.Sign(), """{"userId":"bob","provider":"anthropic"}"""),
            new(HttpMethod.Post, app.Url),
        ];

        foreach (var question in forged)
        {
            (await app.SendAsync(question)).Should().Be((401, ""));
        }

        app.Log.Errors.Should().BeEmpty();
    }

    [Theory]
    [InlineData(300, 200)]
    [InlineData(301, 401)]
    [InlineData(-300, 200)]
    [InlineData(-301, 401)]
    public async Task A_question_is_good_for_five_minutes_on_the_apps_clock(int seconds, int status)
    {
        await using var app = await ResolverApp.StartAsync((_, _) => Task.FromResult<string?>(Key));
        var signedAt = app.Time.GetUtcNow();
        app.Time.AdjustTime(signedAt.AddSeconds(-seconds));
        var question = app.Sign();
        app.Time.AdjustTime(signedAt);

        (await app.SendAsync(question)).Status.Should().Be(status);
    }

    [Fact]
    public async Task A_question_that_somebody_has_recorded_is_answered_once()
    {
        await using var app = await ResolverApp.StartAsync((_, _) => Task.FromResult<string?>(Key));

        var first = await app.SendAsync(app.Sign(nonce: "once"));
        var again = await app.SendAsync(app.Sign(nonce: "once"));
        app.Time.Advance(TimeSpan.FromMinutes(10));
        var late = await app.SendAsync(app.Sign(nonce: "once"));
        app.Time.Advance(TimeSpan.FromMinutes(10.1));
        var other = await app.SendAsync(app.Sign(nonce: "once"));

        first.Status.Should().Be(200);
        again.Should().Be((401, ""));
        late.Status.Should().Be(401);
        // A question of that time can no longer verify, so its nonce is forgotten.
        other.Status.Should().Be(200);
        app.Log.Lines.Should().Contain(line => line.Contains("was here before"));
    }

    [Fact]
    public async Task Of_many_copies_of_a_question_at_once_one_is_answered()
    {
        await using var app = await ResolverApp.StartAsync(async (_, _) =>
        {
            await Task.Yield();
            return Key;
        });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.SendAsync(app.Sign(nonce: "once"))));

        answers.Count(answer => answer.Status == 200).Should().Be(1);
        answers.Count(answer => answer.Status == 401).Should().Be(19);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("not JSON", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"userId":"ann"}""", 400)]
    [InlineData("""{"provider":"openai"}""", 200)]
    public async Task A_genuine_body_that_is_no_question_is_answered_400(string body, int status)
    {
        await using var app = await ResolverApp.StartAsync((_, _) => Task.FromResult<string?>(null));

        (await app.SendAsync(app.Sign(body))).Status.Should().Be(status);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_answered_413()
    {
        await using var app = await ResolverApp.StartAsync((_, _) => Task.FromResult<string?>(Key));

        (await app.SendAsync(app.Sign($$"""{"provider":"openai","x":"{{new string('x', 17_000)}}"}"""))).Status.Should().Be(413);
    }

    [Fact]
    public async Task A_function_that_throws_is_answered_500_without_details_and_its_message_is_not_logged()
    {
        await using var app = await ResolverApp.StartAsync((_, _) => throw new InvalidOperationException($"could not decrypt {Key}"));

        (await app.SendAsync(app.Sign())).Should().Be((500, ""));

        app.Log.Errors.Should().ContainSingle().Which.Should().Contain("System.InvalidOperationException").And.Contain(nameof(CredentialEndpointTests));
        app.Log.Lines.Should().NotContain(line => line.Contains("SecretSecret"));
    }

    [Fact]
    public async Task A_function_is_told_when_Flapjack_waits_no_longer()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await ResolverApp.StartAsync(async (_, stop) =>
        {
            using var registration = stop.Register(cancelled.SetResult);
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return null;
        });
        using var hangUp = new CancellationTokenSource();

        using var question = app.Sign();
        var asking = app.Http.SendAsync(question, hangUp.Token);
        await entered.Task.Soon();
        await hangUp.CancelAsync();

        await cancelled.Task.Soon();
        await asking.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.HoldsAsync(() => app.Log.Lines.Any(line => line.Contains("waited no longer")), "the endpoint logs it");
        app.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_function_may_use_the_services_of_the_request()
    {
        await using var app = await ResolverApp.StartAsync(
            app => app.MapFlapjackCredentialResolver(
                ResolverApp.Route, (question, services, _) => Task.FromResult(services.GetRequiredService<KeyStore>().Find(question.UserId))),
            services => services.AddScoped<KeyStore>().AddFlapjackCredentialResolver(options => options.Secrets.Add(ResolverApp.Secret)));

        (await app.SendAsync(app.Sign())).Body.Should().Be("""{"apiKey":"key of ann","source":"byok"}""");
    }

    [Fact]
    public async Task Only_POST_is_mapped()
    {
        await using var app = await ResolverApp.StartAsync((_, _) => Task.FromResult<string?>(Key));

        (await app.SendAsync(new(HttpMethod.Get, app.Url))).Status.Should().Be(405);
    }

    [Fact]
    public async Task Middleware_that_has_read_the_body_is_told_in_the_log_and_costs_the_key()
    {
        await using var app = await ResolverApp.StartAsync(
            app =>
            {
                app.Use(async (context, next) =>
                {
                    await context.Request.Body.CopyToAsync(Stream.Null);
                    await next(context);
                });
                app.MapFlapjackCredentialResolver(ResolverApp.Route, (_, _) => Task.FromResult<string?>(Key));
            },
            services => services.AddFlapjackCredentialResolver(options => options.Secrets.Add(ResolverApp.Secret)));

        (await app.SendAsync(app.Sign())).Should().Be((500, ""));
        app.Log.Errors.Should().ContainSingle().Which.Should().Contain("EnableBuffering");
    }

    private static HttpRequestMessage Without(HttpRequestMessage question, string header)
    {
        question.Headers.Remove(header);
        return question;
    }

    private static HttpRequestMessage With(HttpRequestMessage question, string header, string value)
    {
        question.Headers.Remove(header);
        question.Headers.TryAddWithoutValidation(header, value);
        return question;
    }

    private static HttpRequestMessage WithBody(HttpRequestMessage question, string body)
    {
        question.Content = new StringContent(body);
        return question;
    }

    private sealed class KeyStore
    {
        private readonly Dictionary<string, string> _keys = new() { ["ann"] = "key of ann" };

        public string? Find(string? user) => _keys.GetValueOrDefault(user ?? "");
    }
}
