using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Computers.FromTemplate;

public sealed class FromTemplateRulesTests : WireTest
{
    private static readonly CreateAgentFromTemplateRequest Good = new() { Name = "n", Template = ComputerTemplate.Blank };

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public async Task A_name_is_required(string? name) => await Refuses(Good with { Name = name! }, "Name");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_template_is_required(string? template) => await Refuses(Good with { Template = new(template) }, "Template");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("http://github.com/owner/repo")]
    [InlineData("HTTPS://github.com/owner/repo")]
    [InlineData("ssh://git@github.com/owner/repo")]
    [InlineData("git@github.com:owner/repo.git")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://gitlab.com/owner/repo")]
    [InlineData("https://github.com.evil.dev/owner/repo")]
    [InlineData("https://www.github.com/owner/repo")]
    [InlineData("https://github.com:8443/owner/repo")]
    [InlineData("https://user@github.com/owner/repo")]
    [InlineData("https://user:secret@github.com/owner/repo")]
    [InlineData("https://github.com@evil.dev/owner/repo")]
    [InlineData("https://github.com/owner")]
    [InlineData("https://github.com/owner/")]
    [InlineData("https://github.com//repo")]
    [InlineData("https://github.com/owner/repo/")]
    [InlineData("https://github.com/owner/repo/tree/main")]
    [InlineData("https://github.com/owner/..")]
    [InlineData("https://github.com/owner/.")]
    [InlineData("https://github.com/../repo")]
    [InlineData("https://github.com/-owner/repo")]
    [InlineData("https://github.com/_owner/repo")]
    [InlineData("https://github.com/own.er/repo")]
    [InlineData("https://github.com/own%5Fer/repo")]
    [InlineData("https://github.com/owner/.git")]
    [InlineData("https://github.com/owner/..git")]
    [InlineData("https://github.com/owner/...git")]
    [InlineData("https://github.com/acme_corp/..")]
    [InlineData("https://github.com/acme_corp/app/")]
    [InlineData("https://github.com/acme_corp/app?ref=x")]
    [InlineData("https://github.com/owner/repo?x=1")]
    [InlineData("https://github.com/owner/repo#main")]
    [InlineData("https://github.com/owner/re po")]
    [InlineData("https://github.com/owner/repo%2fx")]
    [InlineData("https://github.com/owner/repo;reboot")]
    [InlineData("https://github.com/owner/répo")]
    [InlineData("https://github.com/owner/repo\n")]
    [InlineData("https://github.com/owner/repo\nhttps://github.com/owner/repo")]
    [InlineData(" https://github.com/owner/repo")]
    public async Task A_repository_is_https_github_com_owner_repo_and_nothing_else(string? url) =>
        await Refuses(Good with { Repo = new() { Url = url! } }, "Repo.Url");

    [Theory]
    [InlineData("https://github.com/owner/repo")]
    [InlineData("https://github.com/Owner-1/repo.name_2-x")]
    [InlineData("https://github.com/o/repo.git")]
    [InlineData("https://github.com/owner/...")]
    [InlineData("https://github.com/owner/.github")]
    [InlineData("https://github.com/acme_corp/app")]
    [InlineData("https://github.com/a_b_c/d")]
    [InlineData("https://github.com/a_/_")]
    [InlineData("https://github.com/9gag_corp/app")]
    [InlineData("https://github.com/octo-cat_acme/_my.app-1.git")]
    public async Task A_good_repository_is_sent(string url)
    {
        Wire.Answers("/api/agents/from-template", "{}");

        await Client.CreateAgentFromTemplateAsync(Good with { Repo = new() { Url = url } });

        Wire.Request.Body.Should().Contain($"\"{url}\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-b")]
    [InlineData("--upload-pack=touch /tmp/x")]
    public async Task A_branch_can_not_be_an_option_of_git(string branch) =>
        await Refuses(Good with { Repo = new() { Url = "https://github.com/owner/repo", Branch = branch } }, "Repo.Branch");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1A")]
    [InlineData("A-B")]
    [InlineData("A B")]
    [InlineData("A=B")]
    [InlineData("A.B")]
    [InlineData("Ä")]
    [InlineData("A\n")]
    [InlineData("$(reboot)")]
    public async Task The_key_of_an_environment_variable_is_a_POSIX_identifier(string? key) =>
        await Refuses(Good with { EnvVars = [new("GOOD", ""), new(key!, "v")] }, "EnvVars[1].Key");

    [Theory]
    [InlineData(null)]
    [InlineData("a\0b")]
    public async Task The_value_of_an_environment_variable_is_text_without_NUL(string? value) =>
        await Refuses(Good with { EnvVars = [new("A", value!)] }, "EnvVars[0].Value");

    [Fact]
    public async Task An_environment_variable_is_not_null() => await Refuses(Good with { EnvVars = [null!] }, "EnvVars[0]");

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public async Task An_external_app_id_is_null_or_not_blank(string id) => await Refuses(Good with { ExternalAppId = id }, "ExternalAppId");

    [Fact]
    public async Task An_external_app_id_has_at_most_255_characters() =>
        await Refuses(Good with { ExternalAppId = new('a', 256) }, "ExternalAppId");

    [Fact]
    public async Task A_request_is_required()
    {
        var call = () => Client.CreateAgentFromTemplateAsync(null!);

        await call.Should().ThrowAsync<ArgumentNullException>().WithParameterName("request");
    }

    [Fact]
    public void No_value_of_an_environment_variable_is_ever_printed()
    {
        var request = Good with { EnvVars = [new("TOKEN", "s3cret")] };

        var texts = new[] { request.ToString(), request.EnvVars[0].ToString() };

        texts.Should().AllSatisfy(text => text.Should().NotContain("s3cret"));
        texts[1].Should().Contain("TOKEN");
    }

    [Theory]
    [InlineData("TOKEN", "s3cret\0")]
    [InlineData("TOKEN=s3cret", "")]
    public async Task No_value_of_an_environment_variable_gets_into_an_exception(string key, string value)
    {
        var error = await Refuses(Good with { EnvVars = [new(key, value)] }, "EnvVars[0]");

        error.ToString().Should().NotContain("s3cret");
    }

    [Fact]
    public async Task A_password_in_a_repositorys_url_gets_into_no_exception()
    {
        var error = await Refuses(Good with { Repo = new() { Url = "https://x-access-token:s3cret@github.com/owner/repo" } }, "Repo.Url");

        error.ToString().Should().NotContain("s3cret");
    }

    private async Task<ArgumentException> Refuses(CreateAgentFromTemplateRequest request, string field)
    {
        var call = () => Client.CreateAgentFromTemplateAsync(request);

        var thrown = await call.Should().ThrowAsync<ArgumentException>();
        thrown.Which.Message.Should().StartWith(field);
        thrown.Which.ParamName.Should().Be("request");
        Wire.Requests.Should().BeEmpty();
        return thrown.Which;
    }
}
