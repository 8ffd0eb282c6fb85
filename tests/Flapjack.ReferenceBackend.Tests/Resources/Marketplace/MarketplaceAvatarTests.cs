using System.Net.Http.Headers;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Marketplace;

public sealed class MarketplaceAvatarTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const int MaxBytes = 1024 * 1024;

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    public static TheoryData<string, byte[]> Pictures => new()
    {
        { "image/png", Png },
        { "image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 1] },
        { "image/gif", [.. "GIF89a"u8] },
        { "image/webp", [.. "RIFF"u8, 1, 2, 3, 4, .. "WEBPVP8 "u8] },
    };

    public static TheoryData<byte[]> NoPictures => [[.. "<svg xmlns='http://www.w3.org/2000/svg'/>"u8], [.. "RIFF1234WAVE"u8], [.. "RIFF"u8], [0x89, 0x50]];

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task A_picture_is_kept_with_the_type_that_it_has(string type, byte[] picture)
    {
        var path = await PathAsync();

        var uploaded = await UploadAsync(path, "anything.bin", picture);

        uploaded.Status.Should().Be(200, uploaded.Body);
        uploaded.Text("avatar").Should().Be($"data:{type};base64,{Convert.ToBase64String(picture)}");
        uploaded.Json.GetProperty("readiness_score").GetInt32().Should().Be(33);
        (await backend.GetAsync(path)).Body.Should().Be(uploaded.Body);
    }

    [Fact]
    public async Task A_picture_takes_the_place_of_the_one_before_and_leaves_the_rest_of_the_profile()
    {
        var path = await PathAsync();
        await TestBackend.SendAsync(backend.Client, HttpMethod.Put, path, """{"handle":"with-a-face","capabilities":["code"]}""");
        await UploadAsync(path, "old.gif", [.. "GIF89a"u8]);

        var uploaded = await UploadAsync(path, "new.png", Png);
        var changed = await TestBackend.SendAsync(backend.Client, HttpMethod.Put, path, """{"capabilities":["chat"]}""");

        uploaded.Text("handle").Should().Be("with-a-face");
        uploaded.Json.GetProperty("readiness_score").GetInt32().Should().Be(100);
        changed.Text("avatar").Should().Be(uploaded.Text("avatar")).And.StartWith("data:image/png;");
    }

    [Fact]
    public async Task A_picture_survives_the_end_of_the_backend()
    {
        using var folder = new TempFolder();
        string path, before;
        await using (var first = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            path = PathOf(await first.CreateBareAgentAsync());
            before = (await UploadAsync(path, "ada.png", Png, first.Client)).Body;
        }

        await using var second = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);

        (await second.GetAsync(path)).Body.Should().Be(before).And.Contain("data:image/png;");
    }

    [Theory]
    [MemberData(nameof(NoPictures))]
    public async Task A_file_that_is_no_picture_is_refused_whatever_its_name(byte[] file)
    {
        var path = await PathAsync();

        (await UploadAsync(path, "ada.png", file)).ShouldBeRefused(415, "UNSUPPORTED_IMAGE");

        (await backend.GetAsync(path)).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_picture_has_a_size_limit()
    {
        var path = await PathAsync();

        var largest = await UploadAsync(path, "ada.png", [.. Png, .. new byte[MaxBytes - Png.Length]]);
        var larger = await UploadAsync(path, "ada.png", [.. Png, .. new byte[MaxBytes - Png.Length + 1]]);

        largest.Status.Should().Be(200);
        larger.ShouldBeRefused(400, "INVALID_FILE");
    }

    [Fact]
    public async Task A_form_without_a_whole_file_is_refused()
    {
        var path = await PathAsync();

        var empty = await UploadAsync(path, "ada.png", []);
        var text = await SendAsync(path, new MultipartFormDataContent { { new StringContent("text"), "file" } });
        var other = await SendAsync(path, new MultipartFormDataContent { { new ByteArrayContent(Png), "picture", "ada.png" } });
        var broken = await SendAsync(path, Raw("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf"));

        new[] { empty, text, other, broken }.Should().AllSatisfy(answer => answer.ShouldBeRefused(400, "INVALID_FILE"));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/mixed; boundary=b")]
    public async Task A_body_that_is_no_form_is_refused(string contentType)
    {
        var answer = await SendAsync(await PathAsync(), Raw(contentType, "{}"));

        answer.ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task A_boundary_that_is_too_long_is_refused()
    {
        var answer = await SendAsync(await PathAsync(), Raw($"multipart/form-data; boundary={new string('b', 5_000)}", "{}"));

        answer.ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    private static string PathOf(string agentId) => $"/api/agents/{agentId}/marketplace";

    private static StringContent Raw(string contentType, string body)
    {
        var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return content;
    }

    private async Task<string> PathAsync() => PathOf(await backend.CreateBareAgentAsync());

    private Task<HttpAnswer> UploadAsync(string path, string name, byte[] file, HttpClient? client = null) =>
        SendAsync(path, new MultipartFormDataContent { { new ByteArrayContent(file), "file", name } }, client);

    private async Task<HttpAnswer> SendAsync(string path, HttpContent content, HttpClient? client = null)
    {
        using (content)
        {
            return await HttpAnswer.OfAsync(await (client ?? backend.Client).PostAsync(path + "/avatar", content));
        }
    }
}
