using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Knowledge;

/// <summary>Whatever a form is, the answer is a success or a refusal, and never a failure of the backend.</summary>
public sealed class UploadFormTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string File = "--B\nContent-Disposition: form-data; name=\"file\"; filename=\"x.txt\"\n\nA text.\n";
    private const string Title = "--B\nContent-Disposition: form-data; name=\"title\"\n\nT\n";
    private const string Type = "--B\nContent-Disposition: form-data; name=\"scopeType\"\n\norg\n";
    private const string Id = "--B\nContent-Disposition: form-data; name=\"scopeId\"\n\n00000000-0000-0000-0000-000000000000\n";
    private const string End = "--B--\n";

    public static TheoryData<string, string> Malformed => new()
    {
        { "", "INVALID_FORM" },
        { "no form at all", "INVALID_FORM" },
        { "{}", "INVALID_FORM" },
        { "--B", "INVALID_FORM" },
        { Title + File, "INVALID_FORM" },
        { "--B\n\nno headers\n" + End, "INVALID_FORM" },
        { "--B\nContent-Disposition: form-data\n\nno name\n" + End, "INVALID_FORM" },
        { "--B\nContent-Disposition: form-data; name=\"\"\n\nno name\n" + End, "INVALID_FORM" },
        { "--B\nno header\n\nx\n" + End, "INVALID_FORM" },
        { Title + Title + Type + Id + File + End, "INVALID_FORM" },
        { Title + Type + Id + File + File + End, "INVALID_FORM" },
        { "--B\nContent-Disposition: form-data; name=\"note\"\n\n" + new string('x', 70_000) + "\n" + Title + Type + Id + File + End, "INVALID_FORM" },
        { string.Concat(Enumerable.Range(0, 20).Select(n => Title.Replace("title", $"n{n}"))) + Type + Id + File + End, "INVALID_FORM" },
        { "--B\nX-Long: " + new string('x', 70_000) + "\n\nx\n" + End, "INVALID_FORM" },
        { string.Concat(Enumerable.Range(0, 100).Select(n => $"--B\nX-{n}: y\n")) + End, "INVALID_FORM" },
        { Type + Id + File + End, "INVALID_TITLE" },
        { Title.Replace("T\n", " \n") + Type + Id + File + End, "INVALID_TITLE" },
        { Title.Replace("T\n", "a\0b\n") + Type + Id + File + End, "INVALID_TITLE" },
        { Title.Replace("T\n", new string('t', 501) + "\n") + Type + Id + File + End, "INVALID_TITLE" },
        { Title + Id + File + End, "INVALID_SCOPE_TYPE" },
        { Title + Type.Replace("org", "team") + Id + File + End, "INVALID_SCOPE_TYPE" },
        { Title + Type + File + End, "INVALID_SCOPE_ID" },
        { Title + Type + Id.Replace("0000-0", "0000_0") + File + End, "INVALID_SCOPE_ID" },
        { Title + Type + Id + End, "INVALID_FILE" },
        { Title + Type + Id + File.Replace("; filename=\"x.txt\"", "") + End, "INVALID_FILE" },
        { Title + Type + Id + File.Replace("x.txt", "folder/") + End, "INVALID_FILE" },
        { Title + Type + Id + File.Replace("x.txt", new string('x', 256)) + End, "INVALID_FILE" },
        { Title + Type + Id + File.Replace("A text.", " ") + End, "INVALID_FILE" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_form_that_lacks_something_or_breaks_is_refused_by_the_name_of_what_is_wrong(string body, string code)
    {
        var answer = await Upload.SendAsync(backend.Client, Upload.Raw(body.Replace("00000000-0000-0000-0000-000000000000", backend.Backend.OrgId)));

        answer.ShouldBeRefused(400, code);
        answer.Text("detail").Should().Contain(code switch
        {
            "INVALID_FORM" => "form",
            "INVALID_TITLE" => "title",
            "INVALID_SCOPE_TYPE" => "scopeType",
            "INVALID_SCOPE_ID" => "scopeId",
            _ => "file",
        });
    }

    [Theory]
    [InlineData("application/json", 415, "UNSUPPORTED_MEDIA_TYPE")]
    [InlineData("text/plain; boundary=B", 415, "UNSUPPORTED_MEDIA_TYPE")]
    [InlineData("nonsense", 415, "UNSUPPORTED_MEDIA_TYPE")]
    [InlineData("multipart/form-data", 400, "INVALID_FORM")]
    [InlineData("multipart/form-data; boundary=", 400, "INVALID_FORM")]
    [InlineData("multipart/form-data; boundary=\"\"", 400, "INVALID_FORM")]
    public async Task A_body_that_is_no_form_is_refused(string contentType, int status, string code) =>
        (await Upload.SendAsync(backend.Client, Upload.Raw(Title + Type + Id + File + End, contentType))).ShouldBeRefused(status, code);

    [Fact]
    public async Task The_parts_may_come_in_any_order_and_unknown_parts_are_ignored()
    {
        var body = "preamble\n" + File.Replace("x.txt", @"C:\folder\größe.txt") + Id + "--B\nContent-Disposition: form-data; name=\"note\"\n\nx\n" + Type + Title + End + "epilogue";

        var answer = await Upload.SendAsync(backend.Client, Upload.Raw(body.Replace("00000000-0000-0000-0000-000000000000", backend.Backend.OrgId), "multipart/form-data; boundary=\"B\""));

        answer.Status.Should().Be(201, answer.Body);
        (await backend.GetAsync($"/api/knowledge?scopeType=org&scopeId={backend.Backend.OrgId}")).Body.Should().Contain("\"source_ref\":\"größe.txt\"");
    }

    [Fact]
    public async Task A_quotation_mark_in_the_name_of_a_file_is_kept()
    {
        var body = (Title + Type + Id + File.Replace("x.txt", """the \"best\" of.txt""") + End).Replace("00000000-0000-0000-0000-000000000000", backend.Backend.OrgId);

        var answer = await Upload.SendAsync(backend.Client, Upload.Raw(body));

        answer.Status.Should().Be(201, answer.Body);
        (await backend.GetAsync($"/api/knowledge?scopeType=org&scopeId={backend.Backend.OrgId}")).Body.Should().Contain("""
            "source_ref":"the \"best\" of.txt"
            """);
    }

    [Fact]
    public async Task A_form_without_its_last_boundary_is_told_so_in_our_own_words()
    {
        var answer = await Upload.SendAsync(backend.Client, Upload.Raw(Title + Type + Id + File));

        answer.ShouldBeRefused(400, "INVALID_FORM");
        answer.Text("detail").Should().Be("The form can't be read: it ends before its last boundary, which is '--B--'.");
    }

    [Fact]
    public async Task Every_cut_of_a_form_is_refused()
    {
        var whole = (Title + Type + Id + File + End).Replace("00000000-0000-0000-0000-000000000000", backend.Backend.OrgId).TrimEnd();
        for (var length = 0; length < whole.Length; length += 7)
        {
            var answer = await Upload.SendAsync(backend.Client, Upload.Raw(whole[..length]));

            answer.Status.Should().Be(400, $"only {length} of {whole.Length} characters came: {answer.Body}");
        }
    }
}
