namespace Flapjack.ReferenceBackend.Tests.Api;

public sealed class FromTemplateValidationTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"template":null}""")]
    [InlineData("""{"template":""}""")]
    [InlineData("""{"template":"ruby-rails"}""")]
    [InlineData("""{"template":"Blank"}""")]
    [InlineData("""{"template":" blank"}""")]
    [InlineData("""{"template":"blank\u0000"}""")]
    [InlineData("""{"template":42}""")]
    [InlineData("""{"template":true}""")]
    [InlineData("""{"template":["blank"]}""")]
    [InlineData("""{"template":{"id":"blank"}}""")]
    [InlineData("""{"template":"\ud800"}""")]
    public Task A_template_must_be_one_of_the_five(string body) => IsRefusedAsync(body, "INVALID_TEMPLATE");

    [Theory]
    [InlineData("\"https://github.com/acme/app\"")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{"url":null}""")]
    [InlineData("""{"url":7}""")]
    [InlineData("""{"url":""}""")]
    [InlineData("""{"url":"\udfff"}""")]
    [InlineData("""{"url":"http://github.com/acme/app"}""")]
    [InlineData("""{"url":"git@github.com:acme/app.git"}""")]
    [InlineData("""{"url":"ssh://git@github.com/acme/app"}""")]
    [InlineData("""{"url":"file:///etc"}""")]
    [InlineData("""{"url":"/etc"}""")]
    [InlineData("""{"url":"https://gitlab.com/acme/app"}""")]
    [InlineData("""{"url":"https://github.com.evil.example/acme/app"}""")]
    [InlineData("""{"url":"https://www.github.com/acme/app"}""")]
    [InlineData("""{"url":"https://github.com:443/acme/app"}""")]
    [InlineData("""{"url":"https://github.com"}""")]
    [InlineData("""{"url":"https://github.com/acme"}""")]
    [InlineData("""{"url":"https://github.com/acme/"}""")]
    [InlineData("""{"url":"https://github.com/acme/app/"}""")]
    [InlineData("""{"url":"https://github.com/acme/app/tree/main"}""")]
    [InlineData("""{"url":"https://github.com/acme/.."}""")]
    [InlineData("""{"url":"https://github.com/acme/."}""")]
    [InlineData("""{"url":"https://github.com/../app"}""")]
    [InlineData("""{"url":"https://github.com/acme/../../etc"}""")]
    [InlineData("""{"url":"https://me@github.com/acme/app"}""")]
    [InlineData("""{"url":"https://me:secret@github.com/acme/app"}""")]
    [InlineData("""{"url":"https://github.com@evil.example/acme/app"}""")]
    [InlineData("""{"url":"https://github.com/acme/app?x=1"}""")]
    [InlineData("""{"url":"https://github.com/acme/app#main"}""")]
    [InlineData("""{"url":"https://github.com/acme/app "}""")]
    [InlineData("""{"url":"https://github.com/acme/app\n"}""")]
    [InlineData("""{"url":"https://github.com/acme/a%2fb"}""")]
    [InlineData("""{"url":"https://github.com/-acme/app"}""")]
    [InlineData("""{"url":"https://github.com/_acme/app"}""")]
    [InlineData("""{"url":"https://github.com/ac.me/app"}""")]
    [InlineData("""{"url":"https://github.com/acme/.git"}""")]
    [InlineData("""{"url":"https://github.com/acme/...git"}""")]
    [InlineData("""{"url":"https://github.com/acme_corp/.."}""")]
    [InlineData("""{"url":"https://github.com/acme_corp/app/"}""")]
    [InlineData("""{"url":"https://github.com/acme/app\u0000"}""")]
    public Task A_repository_must_be_owner_and_name_on_github(string repo) =>
        IsRefusedAsync($$"""{"template":"blank","repo":{{repo}}}""", "INVALID_REPO_URL");

    [Theory]
    [InlineData("https://github.com/acme_corp/app")] // a managed user
    [InlineData("https://github.com/octo-cat_acme/_my.app-1.git")]
    public async Task A_repository_may_belong_to_a_managed_user(string url)
    {
        await using var closed = await TestBackend.StartAsync(options => options.RepositoryRewrites[url] = "/nowhere");

        var answer = await closed.CreateAsync($$$"""{"template":"blank","repo":{"url":"{{{url}}}"}}""");

        answer.Status.Should().Be(201);
    }

    [Theory]
    [InlineData("\"--upload-pack=touch /tmp/pwned\"")]
    [InlineData("\"-\"")]
    [InlineData("\"\"")]
    [InlineData("\"a b\"")]
    [InlineData("\"a\\nb\"")]
    [InlineData("\"a\\u0000\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("7")]
    public Task A_branch_must_be_able_to_be_one(string branch) =>
        IsRefusedAsync($$$"""{"template":"blank","repo":{"url":"https://github.com/acme/app","branch":{{{branch}}}}}""", "INVALID_REPO_BRANCH");

    [Theory]
    [InlineData("7")]
    [InlineData("[\"npm\"]")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\\u0000b\"")]
    public Task An_install_command_must_be_text(string installCmd) =>
        IsRefusedAsync($$$"""{"template":"blank","repo":{"url":"https://github.com/acme/app","installCmd":{{{installCmd}}}}}""", "INVALID_INSTALL_CMD");

    [Fact]
    public async Task An_install_command_is_measured_in_bytes_as_the_system_will()
    {
        var tooLong = new string('é', 65_536);

        var refused = await backend.CreateAsync($$$"""{"template":"blank","repo":{"url":"https://github.com/acme/app","installCmd":"{{{tooLong}}}"}}""");

        refused.ShouldBeRefused(400, "INVALID_INSTALL_CMD");
    }

    [Theory]
    [InlineData("\"http://example.com/hook\"")]
    [InlineData("\"ftp://example.com/hook\"")]
    [InlineData("\"example.com/hook\"")]
    [InlineData("\"/hook\"")]
    [InlineData("\"\"")]
    [InlineData("\"https://\"")]
    [InlineData("\"https://localhost/hook\"")]
    [InlineData("\"https://LOCALHOST./hook\"")]
    [InlineData("\"https://api.localhost/hook\"")]
    [InlineData("\"https://127.0.0.1/hook\"")]
    [InlineData("\"https://127.1/hook\"")]
    [InlineData("\"https://2130706433/hook\"")]
    [InlineData("\"https://0x7f000001/hook\"")]
    [InlineData("\"https://0177.0.0.1/hook\"")]
    [InlineData("\"https://0/hook\"")]
    [InlineData("\"https://127.0.0.1./hook\"")]
    [InlineData("\"https://127.0.0.1:8443/hook\"")]
    [InlineData("\"https://10.0.0.1/hook\"")]
    [InlineData("\"https://192.168.1.1/hook\"")]
    [InlineData("\"https://169.254.169.254/latest/meta-data\"")]
    [InlineData("\"https://8.8.8.8/hook\"")]
    [InlineData("\"https://[::1]/hook\"")]
    [InlineData("\"https://[::ffff:127.0.0.1]/hook\"")]
    [InlineData("\"https://[2001:4860:4860::8888]/hook\"")]
    [InlineData("\"https://[::1\"")]
    [InlineData("\"https://me:secret@example.com/hook\"")]
    [InlineData("\"https://exa mple.com/hook\"")]
    [InlineData("\"https://example.com\\\\@localhost/hook\"")]
    [InlineData("\"https://xn--a.example/\\u0000\"")]
    [InlineData("\"https://..\"")]
    [InlineData("\"https://a..b/\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"https://\\udfff/\"")]
    [InlineData("7")]
    [InlineData("{}")]
    public Task A_webhook_must_go_to_a_public_https_address(string url) =>
        IsRefusedAsync($$"""{"template":"blank","webhookUrl":{{url}}}""", "INVALID_WEBHOOK_URL");

    [Fact]
    public async Task A_webhook_must_not_go_to_a_name_that_leads_back_to_this_machine()
    {
        // Every Linux machine can look itself up without a network: /etc/hosts has a line of its own for loopback.
        var names = (await File.ReadAllLinesAsync("/etc/hosts"))
            .Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["127.0.0.1" or "127.0.1.1", ..])
            .SelectMany(words => words[1..])
            .Where(name => name != "localhost" && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'))
            .ToArray();

        foreach (var name in names)
        {
            var refused = await backend.CreateAsync($$"""{"template":"blank","webhookUrl":"https://{{name}}/hook"}""");

            refused.ShouldBeRefused(400, "INVALID_WEBHOOK_URL");
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\"A=1\"")]
    [InlineData("1")]
    [InlineData("[null]")]
    [InlineData("[1]")]
    [InlineData("[\"A=1\"]")]
    [InlineData("[[]]")]
    [InlineData("[{}]")]
    [InlineData("""[{"key":"A"}]""")]
    [InlineData("""[{"value":"1"}]""")]
    [InlineData("""[{"key":"A","value":null}]""")]
    [InlineData("""[{"key":"A","value":1}]""")]
    [InlineData("""[{"key":"A","value":true}]""")]
    [InlineData("""[{"key":"A","value":["1"]}]""")]
    [InlineData("""[{"key":null,"value":"1"}]""")]
    [InlineData("""[{"key":1,"value":"1"}]""")]
    [InlineData("""[{"key":"","value":"1"}]""")]
    [InlineData("""[{"key":"1A","value":"1"}]""")]
    [InlineData("""[{"key":"A-B","value":"1"}]""")]
    [InlineData("""[{"key":"A B","value":"1"}]""")]
    [InlineData("""[{"key":"A=B","value":"1"}]""")]
    [InlineData("""[{"key":"A\n","value":"1"}]""")]
    [InlineData("""[{"key":"A;touch /tmp/pwned","value":"1"}]""")]
    [InlineData("""[{"key":"$(id)","value":"1"}]""")]
    [InlineData("""[{"key":"Ä","value":"1"}]""")]
    [InlineData("""[{"key":"A\u0000","value":"1"}]""")]
    [InlineData("""[{"key":"A","value":"\u0000"}]""")]
    [InlineData("""[{"key":"A","value":"\ud800"}]""")]
    [InlineData("""[{"key":"\ud800","value":"1"}]""")]
    [InlineData("""[{"key":"A","value":"1"},{"key":"B-","value":"2"}]""")]
    public Task Env_vars_must_be_an_array_of_POSIX_keys_and_text(string envVars) =>
        IsRefusedAsync($$"""{"template":"blank","envVars":{{envVars}}}""", "INVALID_ENV_VARS");

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"tiny\"")]
    [InlineData("\"Small\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("1")]
    [InlineData("[]")]
    public Task A_size_class_must_be_one_of_the_three(string sizeClass) =>
        IsRefusedAsync($$"""{"template":"blank","sizeClass":{{sizeClass}}}""", "INVALID_SIZE_CLASS");

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"  \"")]
    [InlineData("7")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\\u0000\"")]
    public Task A_name_must_be_text_that_can_be_seen(string name) =>
        IsRefusedAsync($$"""{"template":"blank","name":{{name}}}""", "INVALID_NAME");

    [Theory]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\\u0000\"")]
    public async Task An_external_app_id_must_be_text(string id)
    {
        var answer = await backend.CreateAsync($$"""{"template":"blank","externalAppId":{{id}}}""");

        answer.ShouldBeRefused(400, "INVALID_EXTERNAL_APP_ID");
    }

    [Theory]
    [InlineData("""{"\ud800":1,"template":"blank"}""")]
    [InlineData("""{"template":"blank","\ud800":1}""")]
    [InlineData("""{"template":"blank","repo":{"\ud800":1,"url":"https://github.com/acme/app"}}""")]
    [InlineData("""{"template":"blank","envVars":[{"\ud800":1,"key":"A","value":"1"}]}""")]
    public async Task A_field_whose_name_is_half_a_character_is_refused_or_overlooked(string body)
    {
        var answer = await backend.CreateAsync(body);

        answer.Status.Should().BeOneOf([201, 400], answer.Body);
    }

    [Theory]
    [InlineData("\"template\":\"Blank\"")]
    [InlineData("\"template\":\"blank\",\"repo\":{}")]
    [InlineData("\"template\":\"blank\",\"webhookUrl\":\"https://localhost\"")]
    [InlineData("\"template\":\"blank\",\"envVars\":[{\"key\":\"1\",\"value\":\"\"}]")]
    [InlineData("\"template\":\"blank\",\"sizeClass\":\"huge\"")]
    public async Task A_refusal_creates_nothing(string fields)
    {
        var app = Guid.NewGuid();

        var refused = await backend.CreateAsync($$"""{"externalAppId":"{{app}}",{{fields}}}""");
        var created = await backend.CreateAsync($$"""{"externalAppId":"{{app}}","template":"blank"}""");

        refused.Status.Should().Be(400);
        created.Status.Should().Be(201, "the refused request left no agent behind that this one could have found");
    }

    private async Task IsRefusedAsync(string body, string code)
    {
        var answer = await backend.CreateAsync(body);

        answer.ShouldBeRefused(400, code);
    }
}
