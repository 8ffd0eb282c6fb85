using Flapjack.Sdk.Settings;
using Flapjack.Sdk.Tests.Wire;
using Flapjack.Sdk.Wire;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk.Tests.Http;

/// <summary>The verbs themselves, since each resource relies on what they do by default.</summary>
public sealed class VerbTests : IDisposable
{
    private const string Path = "/api/things/t1";

    private static readonly ErrorTable OwnTable = new(
        GeneralErrors.Table, new ErrorRow(409, (message, facts) => new ThingInUseException(message) { Facts = facts }, "Wait for the thing."));

    private readonly WireServer _wire = new();
    private readonly WireHttp _http;

    public VerbTests()
    {
        var settings = ClientSettings.From(TestClient.Options(_wire.Address, _ => { })).Http;
        _http = new(Connections.Create(settings), settings, typeof(FlapjackClient));
    }

    public static TheoryData<string> Verbs => ["GET", "POST", "PUT", "PATCH", "DELETE"];

    public void Dispose()
    {
        _http.Dispose();
        _wire.Dispose();
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "\"text\"")]
    [InlineData("PUT", "\"text\"")]
    [InlineData("PATCH", "\"text\"")]
    [InlineData("DELETE", "")]
    public async Task A_verb_is_sent_with_its_body(string verb, string body)
    {
        _wire.Answers(Path, "{}");

        await Send(verb).Soon();

        (_wire.Request.Method, _wire.Request.Path, _wire.Request.Body).Should().Be((verb, Path, body));
    }

    [Theory]
    [InlineData("GET", 4)]
    [InlineData("PUT", 4)]
    [InlineData("DELETE", 4)]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    public async Task A_verb_is_sent_again_only_where_that_is_safe(string verb, int attempts)
    {
        _wire.Answers(Path, new Answer(503));

        await _http.Invoking(_ => Send(verb).Soon()).Should().ThrowAsync<FlapjackApiException>();

        _wire.Requests.Should().HaveCount(attempts);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_verb_that_never_started_is_sent_again(string verb)
    {
        _wire.Answers(Path, new Answer(429).With("Retry-After", "0"), Answer.Json("{}"));

        await Send(verb).Soon();

        _wire.Requests.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("GET", false, 1)]
    [InlineData("PUT", false, 1)]
    [InlineData("DELETE", false, 1)]
    [InlineData("POST", true, 4)]
    [InlineData("PATCH", true, 4)]
    public async Task An_argument_overrides_the_rule_of_the_verb(string verb, bool isSafe, int attempts)
    {
        _wire.Answers(Path, new Answer(503));

        await _http.Invoking(_ => Send(verb, retry: isSafe ? RetryRule.IfTransient : RetryRule.IfNeverStarted).Soon()).Should().ThrowAsync<FlapjackApiException>();

        _wire.Requests.Should().HaveCount(attempts);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_refusal_means_what_the_general_table_says(string verb)
    {
        _wire.Answers(Path, new Answer(409, """{"error":"IN_USE"}"""));

        var send = _http.Invoking(_ => Send(verb).Soon());

        (await send.Should().ThrowExactlyAsync<FlapjackApiException>()).WithMessage("*in conflict with what exists already*");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_resource_has_a_table_of_its_own(string verb)
    {
        _wire.Answers(Path, new Answer(409, """{"error":"IN_USE"}"""));

        var send = _http.Invoking(_ => Send(verb, OwnTable).Soon());

        (await send.Should().ThrowExactlyAsync<ThingInUseException>()).WithMessage("*Wait for the thing.");
    }

    [Fact]
    public async Task What_is_gone_at_the_second_attempt_was_deleted_by_the_first_whatever_the_table_makes_of_a_404()
    {
        _wire.Answers(Path, new Answer(503), new Answer(404));

        await _http.DeleteAsync($"/api/things/{"t1"}", default, new ErrorTable(null)).Soon();

        _wire.Requests.Should().HaveCount(2);
    }

    [Fact]
    public void A_body_that_is_null_names_the_callers_parameter()
    {
        string request = null!;

        var make = () => JsonBody.Of(request, BasicJson.Default.String);

        make.Should().ThrowExactly<ArgumentNullException>().WithParameterName(nameof(request));
    }

    private Task Send(string verb, ErrorTable? errors = null, RetryRule? retry = null)
    {
        var id = "t1";
        WirePath path = $"/api/things/{id}";
        var body = JsonBody.Of("text", BasicJson.Default.String);
        var answer = BasicJson.Default.JsonElement;
        return (verb, retry) switch
        {
            ("GET", null) => _http.GetAsync(path, answer, default, errors),
            ("GET", { } rule) => _http.GetAsync(path, answer, default, errors, rule),
            ("POST", null) => _http.PostAsync(path, body, answer, default, errors),
            ("POST", { } rule) => _http.PostAsync(path, body, answer, default, errors, rule),
            ("PUT", null) => _http.PutAsync(path, body, answer, default, errors),
            ("PUT", { } rule) => _http.PutAsync(path, body, answer, default, errors, rule),
            ("PATCH", null) => _http.PatchAsync(path, body, answer, default, errors),
            ("PATCH", { } rule) => _http.PatchAsync(path, body, answer, default, errors, rule),
            ("DELETE", null) => _http.DeleteAsync(path, default, errors),
            (_, { } rule) => _http.DeleteAsync(path, default, errors, rule),
            _ => throw new ArgumentOutOfRangeException(nameof(verb)),
        };
    }

    private sealed class ThingInUseException(string message) : FlapjackApiException(message);
}
