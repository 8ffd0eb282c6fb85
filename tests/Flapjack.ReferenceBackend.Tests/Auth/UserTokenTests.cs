using System.Buffers.Text;
using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Auth;

public sealed class UserTokenTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 4, 13, 18, 52, 0, TimeSpan.Zero));
    private readonly CapturedLog _log = new();
    private TestBackend _server = null!;
    private string _agent = null!;

    private string Status => $"/api/agents/{_agent}/computer/status";

    public async Task InitializeAsync()
    {
        _server = await TestBackend.StartAsync(options =>
        {
            options.TimeProvider = _clock;
            options.LoggerFactory = _log.Loggers;
        });
        _agent = await _server.CreateReadyAgentAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_user_may_do_what_a_key_of_the_same_scopes_may()
    {
        var user = _server.ClientOf(TokenOf("user-1", FlapjackScopes.SandboxAdmin));

        var status = await TestBackend.SendAsync(user, HttpMethod.Get, Status);
        var exec = await TestBackend.SendAsync(user, HttpMethod.Post, $"/api/agents/{_agent}/computer/exec", """{"command":"echo hello"}""");
        var created = await TestBackend.SendAsync(user, HttpMethod.Post, "/api/agents/from-template", """{"template":"blank"}""");
        var deleted = await TestBackend.SendAsync(user, HttpMethod.Delete, $"/api/agents/{_agent}");

        (status.Status, exec.Status, created.Status, deleted.Status).Should().Be((200, 200, 201, 204));
        exec.Body.Should().Contain("hello");
        created.Text("agent", "org_id").Should().Be(_server.Backend.OrgId);
    }

    [Fact]
    public async Task A_user_without_the_scope_is_refused()
    {
        var answer = await TestBackend.SendAsync(_server.ClientOf(TokenOf("user-1")), HttpMethod.Get, Status);

        answer.ShouldBeRefused(403, "FORBIDDEN");
        answer.Text("detail").Should().Be("This user lacks the scope 'sandbox:admin'.");
    }

    [Fact]
    public async Task A_user_of_another_organization_is_refused_and_has_one_of_its_own()
    {
        var stranger = _server.ClientOf(_server.Backend.CreateUserToken("another-org", "user-1", FlapjackScopes.SandboxAdmin));

        var foreign = await TestBackend.SendAsync(stranger, HttpMethod.Get, Status);
        var own = await TestBackend.SendAsync(stranger, HttpMethod.Post, "/api/agents/from-template", """{"template":"blank"}""");

        foreign.ShouldBeRefused(403, "FORBIDDEN");
        own.Text("agent", "org_id").Should().Be("another-org");
        _server.Backend.WebhookSecretOf("another-org").Should().StartWith("whsec_");
    }

    [Fact]
    public void A_token_is_a_JWT()
    {
        var parts = TokenOf("user-1", "a", "b").Split('.');

        parts.Should().HaveCount(3);
        Decode(parts[0]).Should().Be("""{"alg":"HS256","typ":"JWT"}""");
        Decode(parts[1]).Should().Be($$"""{"sub":"user-1","org":"{{_server.Backend.OrgId}}","scopes":["a","b"],"iat":1776106320,"exp":1776109920}""");
        Base64Url.DecodeFromChars(parts[2]).Should().HaveCount(32);
    }

    [Fact]
    public async Task A_token_is_good_for_an_hour()
    {
        var user = _server.ClientOf(TokenOf("user-1", FlapjackScopes.SandboxAdmin));

        _clock.Advance(TimeSpan.FromSeconds(3_599));
        var before = await TestBackend.SendAsync(user, HttpMethod.Get, Status);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var after = await TestBackend.SendAsync(user, HttpMethod.Get, Status);

        before.Status.Should().Be(200);
        after.ShouldBeRefused(401, "UNAUTHORIZED");
        after.Text("detail").Should().Be("This token has expired.");
    }

    [Fact]
    public async Task A_token_that_is_not_exactly_what_was_given_out_is_refused()
    {
        await using var other = await TestBackend.StartAsync(options => options.TimeProvider = _clock);
        var token = TokenOf("user-1", FlapjackScopes.SandboxAdmin);
        var weak = TokenOf("user-1").Split('.');
        var parts = token.Split('.');
        var (header, claims, signature) = (parts[0], parts[1], parts[2]);
        string[] forged =
        [
            $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{claims}.",
            $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{claims}.{signature}",
            $"{Encode("""{"typ":"JWT","alg":"HS256"}""")}.{claims}.{signature}",
            $"{header}.{claims}.",
            $"{header}.{claims}",
            $"{header}.{claims}.{signature}.",
            $"{header}.{claims}.{signature}=",
            $"{header}.{claims}.{signature[..^1]}",
            $"{header}.{claims}.{OtherTextOfTheSameBytes(signature)}",
            $"{header}.{weak[1]}.{signature}",
            $"{header}.{claims}.{weak[2]}",
            $"{header}.{Encode(Decode(claims).Replace("user-1", "user-2", StringComparison.Ordinal))}.{signature}",
            $"{header}.{Encode("not JSON")}.{signature}",
            $"{header}..{signature}",
            "..",
            ".",
            other.Backend.CreateUserToken(_server.Backend.OrgId, "user-1", FlapjackScopes.SandboxAdmin),
        ];

        foreach (var bearer in forged)
        {
            var answer = await TestBackend.SendAsync(_server.Anonymous, HttpMethod.Get, Status, null, ("Authorization", $"Bearer {bearer}"));

            answer.ShouldBeRefused(401, "UNAUTHORIZED");
        }

        (await TestBackend.SendAsync(_server.Anonymous, HttpMethod.Get, Status, null, ("Authorization", $"Bearer {token}"))).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_token_is_never_told_to_the_log_nor_in_an_answer()
    {
        var token = TokenOf("user-1", FlapjackScopes.SandboxAdmin);
        var user = _server.ClientOf(token);
        var journals = Path.Combine(Computers.BackendParts.Folder(_server.Backend), "journals");
        Directory.Move(journals, journals + ".aside");
        await File.WriteAllTextAsync(journals, "in the way");

        var failed = await TestBackend.SendAsync(user, HttpMethod.Post, $"/api/agents/{_agent}/computer/exec", """{"command":"true"}""");
        _clock.Advance(TimeSpan.FromHours(1));
        var expired = await TestBackend.SendAsync(user, HttpMethod.Get, Status);
        File.Delete(journals);
        Directory.Move(journals + ".aside", journals);

        (failed.Status, expired.Status).Should().Be((500, 401));
        _log.Messages.Should().NotBeEmpty().And.NotContain(line => line.Contains(token.Split('.')[2], StringComparison.Ordinal));
        (failed.Body + expired.Body).Should().NotContain(token.Split('.')[2]);
    }

    [Theory]
    [InlineData("", "user")]
    [InlineData("org", " ")]
    public void An_organization_and_a_user_have_names(string orgId, string userId)
    {
        var create = () => _server.Backend.CreateUserToken(orgId, userId);

        create.Should().Throw<ArgumentException>();
    }

    private string TokenOf(string userId, params string[] scopes) => _server.Backend.CreateUserToken(_server.Backend.OrgId, userId, scopes);

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    // 32 bytes are 43 characters whose last has two bits to spare.
    private static string OtherTextOfTheSameBytes(string signature)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return signature[..^1] + Alphabet[Alphabet.IndexOf(signature[^1], StringComparison.Ordinal) ^ 1];
    }
}
