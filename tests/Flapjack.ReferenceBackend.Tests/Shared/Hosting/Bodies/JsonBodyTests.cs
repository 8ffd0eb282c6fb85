using System.Net.Http.Headers;
using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Bodies;

/// <summary>What a body may be made of, before any rule of a field looks at it.</summary>
public sealed class JsonBodyTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Theory]
    [InlineData("{\"command\":\"touch ran\",\"\u00FF\":1}")]
    [InlineData("{\"command\":\"touch ran\",\"note\":\"\u00E9\"}")]
    [InlineData("{\"note\":\"\u00C0\u00AF\",\"command\":\"touch ran\"}")]
    [InlineData("{\"command\":\"touch ran\",\"note\":{\"deep\":[\"\u00ED\u00A0\u0080\"]}}")]
    [InlineData("{\"command\":\"\u00FE\",\"command\":\"touch ran\"}")]
    [InlineData("{\"command\":\"touch ran\",\"note\":\"\u00F4\u0090\u0080\u0080\"}")]
    [InlineData("{\"command\":\"touch ran\",\"note\":\"\u00F0\u009F\"}")]
    [InlineData("{\"command\":\"touch ran\"}\u00A0")]
    [InlineData("\u00FF\u00FE{\"command\":\"touch ran\"}")]
    [InlineData("{\"command\":\"touch ran\u00E9\"}")]
    [InlineData("{\"command\":\"touch ran\",\"\":[[{\"a\\u0041\u0080\":null}]]}")]
    [InlineData("{\"command\":\"touch ran\",\"note\":\"\u00ED\u00A0\u00BD\u00ED\u00B8\u0080\"}")] // an emoji as two surrogates
    [InlineData("{\"command\":\"touch ran\",\"note\":\"\u00F8\u0088\u0080\u0080\u0080\"}")]
    [InlineData("{\"command\":\"touch ran\"\u00C2}")]
    public async Task Bytes_that_are_no_UTF8_are_refused_wherever_they_stand_and_nothing_runs(string latin1)
    {
        var agent = await backend.CreateReadyAgentAsync();

        var answer = await SendAsync($"/api/agents/{agent}/computer/exec", Encoding.Latin1.GetBytes(latin1));

        answer.ShouldBeRefused(400, "INVALID_JSON");
        answer.Text("detail").Should().Contain("UTF-8");
        (await backend.RunAsync(agent, "ls -A")).Stdout.Should().BeEmpty();
    }

    [Theory]
    [InlineData("POST", "/api/agents/from-template", "{\"template\":\"blank\",\"note\":\"\u00FF\"}")]
    [InlineData("PUT", "/api/agents/{0}/computer", "{\"enabled\":true,\"note\":\"\u00FF\"}")]
    [InlineData("PUT", "/api/agents/{0}/computer", "{\"\u00FF\":true}")]
    [InlineData("POST", "/api/agents/from-template", "{\"template\":\"blank\",\"repo\":{\"url\":\"https://github.com/acme/app\",\"\u00FF\":1}}")]
    [InlineData("POST", "/api/agents/from-template", "{\"template\":\"blank\",\"envVars\":[{\"key\":\"A\",\"value\":\"1\",\"\u00FF\":1}]}")]
    public async Task Every_route_with_a_body_refuses_them(string method, string path, string latin1)
    {
        var agent = await backend.CreateReadyAgentAsync();

        var answer = await SendAsync(path.Replace("{0}", agent, StringComparison.Ordinal), Encoding.Latin1.GetBytes(latin1), method: method);

        answer.ShouldBeRefused(400, "INVALID_JSON");
    }

    [Theory]
    [InlineData("""{"template":"blank","\ud83d":1}""")]
    [InlineData("""{"template":"blank","note":{"\udc00x":1}}""")]
    public async Task A_name_that_is_half_a_character_is_refused_wherever_it_stands(string body)
    {
        (await backend.CreateAsync(body)).ShouldBeRefused(400, "INVALID_JSON");
    }

    [Theory]
    [InlineData("""{"template":"blank","name":"a\ud83d"}""", "INVALID_NAME", "name")]
    [InlineData("""{"template":"blank","externalAppId":"\udc00"}""", "INVALID_EXTERNAL_APP_ID", "externalAppId")]
    [InlineData("""{"template":"blank","sizeClass":"\ud83dx"}""", "INVALID_SIZE_CLASS", "sizeClass")]
    [InlineData("""{"template":"blank","webhookUrl":"https://a.example/\ud83d"}""", "INVALID_WEBHOOK_URL", "webhookUrl")]
    [InlineData("""{"template":"blank","envVars":[{"key":"A","value":"1"},{"key":"B","value":"a\ud83d b"}]}""", "INVALID_ENV_VARS", "envVars[1].value")]
    [InlineData("""{"template":"blank","envVars":[{"key":"\ud83d","value":"1"}]}""", "INVALID_ENV_VARS", "envVars[0].key")]
    [InlineData("""{"template":"blank","repo":{"url":"https://github.com/acme/app","branch":"\ud83d"}}""", "INVALID_REPO_BRANCH", "branch")]
    public async Task A_value_that_is_half_a_character_is_refused_with_its_fields_name(string body, string code, string field)
    {
        var answer = await backend.CreateAsync(body);

        answer.ShouldBeRefused(400, code);
        answer.Text("detail").Should().StartWith(field);
    }

    [Theory]
    [InlineData(47, 200)]
    [InlineData(48, 400)]
    [InlineData(70, 400)]
    [InlineData(100_000, 400)]
    public async Task A_body_that_is_nested_as_deep_as_it_may_be_can_be_shown_in_a_list_and_a_deeper_body_is_refused(int levels, int status)
    {
        var client = backend.StrangerOf();
        var agent = (await TestBackend.SendAsync(client, HttpMethod.Post, "/api/agents", """{"name":"Deep"}""")).Text("id");
        var profiles = string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);

        var answer = await TestBackend.SendAsync(client, HttpMethod.Patch, $"/api/agents/{agent}", $$"""{"toolProfiles":{{profiles}}}""");

        answer.Status.Should().Be(status, answer.Body);
        (await TestBackend.SendAsync(client, HttpMethod.Get, "/api/agents")).Status.Should().Be(200);
        if (status == 400)
        {
            answer.Text("detail").Should().Be("The body is nested deeper than 48 levels.");
        }
    }

    [Fact]
    public async Task Characters_may_be_cut_by_the_packets_of_the_body()
    {
        var pancakes = string.Concat(Enumerable.Repeat("🥞é", 30));
        var body = Encoding.UTF8.GetBytes($$"""{"template":"blank","name":"{{pancakes}}","note":"{{string.Concat(Enumerable.Repeat("🥞", 20_000))}}"}""");
        using var content = new StreamContent(new MemoryStream(body), bufferSize: 7);

        var answer = await HttpAnswer.OfAsync(await backend.Client.PostAsync("/api/agents/from-template", content));

        answer.Status.Should().Be(201, answer.Body);
        answer.Text("agent", "name").Should().Be(pancakes);
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("\u00FF", 400)]
    public async Task Under_a_key_that_was_used_they_are_refused_too(string note, int status)
    {
        var agent = await backend.CreateReadyAgentAsync();

        (await SendUnderKeyAsync("")).Status.Should().Be(200);
        (await SendUnderKeyAsync(note)).Status.Should().Be(status);

        async Task<HttpAnswer> SendUnderKeyAsync(string text)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/agents/{agent}/computer/exec")
            {
                Content = new ByteArrayContent(Encoding.Latin1.GetBytes($$"""{"command":"echo x","note":"{{text}}"}""")),
                Headers = { { "Idempotency-Key", "the-same" } },
            };
            return await HttpAnswer.OfAsync(await backend.Client.SendAsync(request));
        }
    }

    [Fact]
    public async Task A_byte_order_mark_is_skipped_and_other_Unicode_is_taken()
    {
        var answer = await SendAsync("/api/agents/from-template", [0xEF, 0xBB, 0xBF, .. """{"template":"blank","name":"Pfannkuchen 🥞 \ud83e\udd5e","note":"é"}"""u8]);

        answer.Status.Should().Be(201, answer.Body);
        answer.Text("agent", "name").Should().Be("Pfannkuchen 🥞 🥞");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, deflate")]
    [InlineData("unheard-of")]
    public async Task A_body_in_a_coding_that_is_not_read_is_of_an_unsupported_type(string coding)
    {
        var answer = await SendAsync("/api/agents/from-template", """{"template":"blank"}"""u8.ToArray(), coding: coding);

        answer.ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        answer.Text("detail").Should().Contain("Content-Encoding");
        answer.Headers.GetValues("Accept-Encoding").Should().Equal("identity");
    }

    [Theory]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=\"ISO-8859-1\"", 415)]
    [InlineData("application/json; charset=windows-1252", 415)]
    [InlineData("application/json; charset=UTF-8", 201)]
    [InlineData("application/json; charset=\"utf-8\"", 201)]
    [InlineData("application/json; charset=us-ascii", 201)]
    [InlineData("application/json", 201)]
    [InlineData("application/x-www-form-urlencoded", 201)]
    [InlineData(null, 201)]
    public async Task The_charset_must_be_one_that_is_read_and_no_type_is_asked_for(string? type, int status)
    {
        var answer = await SendAsync("/api/agents/from-template", """{"template":"blank"}"""u8.ToArray(), type);

        answer.Status.Should().Be(status, answer.Body);
    }

    [Fact]
    public async Task The_coding_identity_is_none()
    {
        var answer = await SendAsync("/api/agents/from-template", """{"template":"blank"}"""u8.ToArray(), coding: "Identity");

        answer.Status.Should().Be(201, answer.Body);
    }

    private async Task<HttpAnswer> SendAsync(string path, byte[] body, string? type = "application/json", string? coding = null, string method = "POST")
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        if (coding is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        }

        return await HttpAnswer.OfAsync(await backend.Client.SendAsync(request));
    }
}
