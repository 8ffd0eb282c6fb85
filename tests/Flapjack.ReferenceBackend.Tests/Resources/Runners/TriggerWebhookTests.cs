using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Resources.Runners;

public sealed class TriggerWebhookTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();
    private readonly CapturedLog _log = new();
    private TestBackend _backend = null!;
    private string _runner = "", _trigger = "", _secret = "", _url = "";

    public async Task InitializeAsync()
    {
        _backend = await TestBackend.StartAsync(options =>
            (options.TimeProvider, options.DataDirectory, options.LoggerFactory) = (new FakeTimeProvider(Now), _folder.Path, _log.Loggers));
        _runner = (await _backend.PostAsync("/api/runners", """{"name":"Nightly"}""")).Text("id");
        var added = await _backend.PostAsync($"/api/runners/{_runner}/triggers", """{"kind":"webhook"}""");
        (_trigger, _secret, _url) = (added.Text("id"), added.Text("webhook_secret"), added.Text("webhook_url"));
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_lies_nowhere_in_the_clear()
    {
        var list = await _backend.GetAsync($"/api/runners/{_runner}/triggers");
        await ReceiveAsync("{}", SignedWebhook.Plain(_secret, "{}"));

        _secret.Should().MatchRegex("^whsec_[A-Za-z0-9+/]{43}=$");
        list.Body.Should().NotContain("secret");
        list.Json[0].GetProperty("webhook_url").GetString().Should().Be(_url).And.Be($"{_backend.Backend.BaseAddress}api/triggers/{_trigger}/webhook");
        _log.Lines.Should().NotContain(line => line.Contains(_secret, StringComparison.Ordinal));
        var key = Encoding.UTF8.GetBytes(_secret["whsec_".Length..]);
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) != ".lock" && ReadShared(file).AsSpan().IndexOf(key) >= 0).Should().BeEmpty();
    }

    [Fact]
    public async Task A_signed_body_is_the_input_of_a_run_that_acts_for_the_trigger()
    {
        var received = await ReceiveAsync("""{ "topic": "AI news", "n": 1.50 }""", SignedWebhook.Plain(_secret, """{ "topic": "AI news", "n": 1.50 }"""));

        received.Status.Should().Be(202, received.Body);
        received.Body.Should().Be($$"""{"ok":true,"run_id":"{{received.Text("run_id")}}"}""");
        RunsOf().Should().Equal($$"""{{received.Text("run_id")}} {{_runner}} webhook trigger {{_trigger}} { "topic": "AI news", "n": 1.50 }""");
    }

    [Fact]
    public async Task A_repeat_of_the_same_webhook_id_is_the_same_run()
    {
        var first = await ReceiveAsync("{}", SignedWebhook.Standard(_secret, "{}", "msg_1", Now));
        var repeat = await ReceiveAsync("{}", SignedWebhook.Standard(_secret, "{}", "msg_1", Now.AddMinutes(2)));
        var other = await ReceiveAsync("{}", SignedWebhook.Standard(_secret, "{}", "msg_2", Now));

        first.Status.Should().Be(202, first.Body);
        repeat.Body.Should().Be(first.Body);
        other.Body.Should().NotBe(first.Body);
        RunsOf().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_repeat_of_the_same_idempotency_key_is_the_same_run_and_without_a_key_each_webhook_is_a_run()
    {
        var signature = SignedWebhook.Plain(_secret, "{}");

        var first = await ReceiveAsync("{}", signature, ("Idempotency-Key", "k"));
        var repeat = await ReceiveAsync("{}", signature, ("Idempotency-Key", "k"));
        await ReceiveAsync("{}", signature);
        await ReceiveAsync("{}", signature);
        var tooLong = await ReceiveAsync("{}", signature, ("Idempotency-Key", new string('k', 256)));

        repeat.Body.Should().Be(first.Body);
        tooLong.ShouldBeRefused(400, "INVALID_IDEMPOTENCY_KEY");
        RunsOf().Should().HaveCount(3);
    }

    [Fact]
    public async Task The_same_id_of_another_trigger_is_another_run()
    {
        var second = await _backend.PostAsync($"/api/runners/{_runner}/triggers", """{"kind":"webhook"}""");
        var other = second.Text("webhook_secret");

        var mine = await ReceiveAsync("{}", SignedWebhook.Standard(_secret, "{}", "msg_1", Now));
        var theirs = await TestBackend.SendAsync(_backend.Anonymous, HttpMethod.Post, second.Text("webhook_url"), "{}", SignedWebhook.Standard(other, "{}", "msg_1", Now));
        var crossed = await ReceiveAsync("{}", SignedWebhook.Standard(other, "{}", "msg_3", Now));

        theirs.Text("run_id").Should().NotBe(mine.Text("run_id"));
        crossed.ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_webhook_that_the_trigger_has_not_signed_starts_nothing_and_is_refused_like_an_unknown_trigger()
    {
        const string Body = """{"a":1}""";
        var plain = SignedWebhook.Plain(_secret, Body);
        var standard = SignedWebhook.Standard(_secret, Body, "msg_1", Now);
        var manual = await _backend.PostAsync($"/api/runners/{_runner}/triggers", """{"kind":"manual"}""");
        HttpAnswer[] answers =
        [
            await ReceiveAsync(Body),
            await ReceiveAsync(Body, ("X-Flapjack-Signature", "")),
            await ReceiveAsync(Body, ("X-Flapjack-Signature", "no hexadecimal")),
            await ReceiveAsync("""{"a":2}""", plain),
            await ReceiveAsync("""{"a":2}""", standard),
            await ReceiveAsync(Body, SignedWebhook.Plain("whsec_AAAA", Body)),
            await ReceiveAsync(Body, standard[0], standard[1]),
            await ReceiveAsync(Body, standard[1], standard[2], ("webhook-id", "msg_2")),
            // Standard Webhooks decide, so the older signature does not help a replay.
            await ReceiveAsync(Body, [plain, .. SignedWebhook.Standard(_secret, Body, "msg_1", Now.AddMinutes(-6))]),
            await ReceiveAsync(Body, SignedWebhook.Standard(_secret, Body, "msg_1", Now.AddMinutes(6))),
            await TestBackend.SendAsync(_backend.Anonymous, HttpMethod.Post, $"/api/triggers/{Guid.NewGuid()}/webhook", Body, plain),
            await TestBackend.SendAsync(_backend.Anonymous, HttpMethod.Post, $"/api/triggers/{manual.Text("id")}/webhook", Body, plain),
        ];

        answers[0].ShouldBeRefused(401, "UNAUTHORIZED");
        answers.Select(answer => $"{answer.Status} {answer.Body}").Distinct().Should().ContainSingle();
        RunsOf().Should().BeEmpty();
    }

    [Theory]
    [InlineData("", "INVALID_JSON")]
    [InlineData("{", "INVALID_JSON")]
    [InlineData("[]", "INVALID_BODY")]
    [InlineData("\"text\"", "INVALID_BODY")]
    [InlineData("{\"a\":\"\\ud800\"}", "INVALID_BODY")]
    public async Task A_signed_body_that_is_no_object_is_refused(string body, string code)
    {
        (await ReceiveAsync(body, SignedWebhook.Plain(_secret, body))).ShouldBeRefused(400, code);

        RunsOf().Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_more_than_a_mebibyte_is_refused_also_when_its_length_is_not_told(bool isChunked)
    {
        var fits = $$"""{"a":"{{new string('x', (1024 * 1024) - 8)}}"}""";
        var tooLarge = fits.Replace("}", " }", StringComparison.Ordinal);

        var accepted = await SendAsync(fits, isChunked);
        var refused = await SendAsync(tooLarge, isChunked);

        accepted.Status.Should().Be(202, accepted.Body);
        refused.Status.Should().Be(413, refused.Body);
        RunsOf().Should().HaveCount(1);
    }

    [Fact]
    public async Task A_trigger_whose_secret_can_not_be_decrypted_refuses_webhooks_like_an_unknown_trigger_and_the_log_says_why()
    {
        _backend.Backend.Store().Write(db => db.Execute("UPDATE runner_triggers SET secret = 'gone'"));

        (await ReceiveAsync("{}", SignedWebhook.Plain(_secret, "{}"))).ShouldBeRefused(401, "UNAUTHORIZED");

        _log.Errors.Should().ContainSingle().Which.Should().Contain(_trigger);
    }

    [Fact]
    public async Task A_deleted_trigger_receives_no_webhooks()
    {
        (await _backend.DeleteAsync($"/api/runners/{_runner}/triggers/{_trigger}")).Status.Should().Be(204);

        (await ReceiveAsync("{}", SignedWebhook.Plain(_secret, "{}"))).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task The_secret_and_the_ids_outlive_the_backend()
    {
        var first = await ReceiveAsync("{}", SignedWebhook.Standard(_secret, "{}", "msg_1", Now));
        await _backend.DisposeAsync();
        _backend = await TestBackend.StartAsync(options => (options.TimeProvider, options.DataDirectory) = (new FakeTimeProvider(Now), _folder.Path));
        _url = $"/api/triggers/{_trigger}/webhook";

        var repeat = await ReceiveAsync("{}", SignedWebhook.Standard(_secret, "{}", "msg_1", Now));

        repeat.Body.Should().Be(first.Body);
        RunsOf().Should().HaveCount(1);
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private Task<HttpAnswer> ReceiveAsync(string body, params (string Name, string Value)[] headers) =>
        TestBackend.SendAsync(_backend.Anonymous, HttpMethod.Post, _url, body, headers);

    private async Task<HttpAnswer> SendAsync(string body, bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = TestBackend.JsonText(body) };
        request.Headers.TransferEncodingChunked = isChunked;
        var (name, value) = SignedWebhook.Plain(_secret, body);
        request.Headers.Add(name, value);
        return await HttpAnswer.OfAsync(await _backend.Anonymous.SendAsync(request));
    }

    private List<string> RunsOf() => _backend.Backend.Store().Read(db => db.Query(
        "SELECT id, runner_id, origin, actor_kind, actor_id, input FROM runner_runs WHERE trigger_id = $id ORDER BY rowid",
        row => string.Join(' ', Enumerable.Range(0, 6).Select(row.GetString)),
        ("$id", _trigger)));
}
