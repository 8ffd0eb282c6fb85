using System.Net;
using System.Text;
using Shared.Wire.Http;

namespace Flapjack.Sdk.Tests.Http.Uploads;

public sealed class UploadTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _bodies = [];

    public static TheoryData<string, string> Names => new()
    {
        { "plain.txt", "plain.txt" },
        { "a\"b\r\nc\u0001.txt", "a%22b%0D%0Ac%01.txt" },
        { "Größe ✓ 🥞.md", "Größe ✓ 🥞.md" },
        { @"C:\Users\me\secret\notes.txt", "notes.txt" },
        { "/home/me/secret/notes.txt", "notes.txt" },
    };

    public static TheoryData<string> Sources => ["path", "bytes", "a stream that can seek", "a stream that can't"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_form_holds_the_texts_and_the_file_as_its_last_part()
    {
        await using var server = new RawServer();
        using var sender = new Sender(server.Address);
        var form = new MultipartBody("file", UploadFile.FromBytes("# Größe\r\n"u8.ToArray(), "notes.md", "name"), "text/markdown").Text("title", "Zwei\nZeilen").Text("scopeType", "agent");

        var call = sender.Send(form);
        var connection = await server.Accept();
        var body = await connection.ReadRequest();
        await connection.Answer(201, """{"id":"d1"}""");

        (await call.Soon()).GetProperty("id").GetString().Should().Be("d1");
        connection.RequestLine.Should().Be("POST /api/files HTTP/1.1");
        connection.Header("Content-Type").Should().Be($"multipart/form-data; boundary={form.Boundary}");
        (connection.Header("Idempotency-Key"), connection.Header("Expect")).Should().Be((null, null));
        Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body)).Replace(form.Boundary, "BOUNDARY").Should().Be(
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nZwei\nZeilen\r\n"
            + "--BOUNDARY\r\nContent-Disposition: form-data; name=\"scopeType\"\r\n\r\nagent\r\n"
            + "--BOUNDARY\r\nContent-Disposition: form-data; name=\"file\"; filename=\"notes.md\"\r\nContent-Type: text/markdown\r\n\r\n# Größe\r\n\r\n--BOUNDARY--\r\n");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_is_escaped_and_tells_no_folder(string name, string sent)
    {
        using var sender = Sender(200);

        await sender.Send(UploadFile.FromBytes("x"u8.ToArray(), name, "name")).Soon();

        _bodies.Single().Should().Contain($"; filename=\"{sent}\"\r\n").And.NotContain("secret");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("folder/")]
    [InlineData(@"folder\")]
    [InlineData("folder/..")]
    public void A_file_needs_a_name(string? name)
    {
        Action[] makes =
        [
            () => UploadFile.FromBytes("x"u8.ToArray(), name!, "fileName"),
            () => UploadFile.FromStream(new MemoryStream(), name!, "fileName"),
            () => UploadFile.FromPath(name!, "fileName"),
        ];

        makes.Should().AllSatisfy(make => make.Should().Throw<ArgumentException>().WithParameterName("fileName"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("a\0b")]
    public void A_text_is_checked_at_the_call(string? title)
    {
        var form = new MultipartBody("file", UploadFile.FromBytes("x"u8.ToArray(), "x", "name"), "text/plain");

        form.Invoking(f => f.Text("title", title!)).Should().Throw<ArgumentException>().WithParameterName(nameof(title));
    }

    [Fact]
    public void Half_a_character_is_refused_in_both()
    {
        // Not as the data of a theory, because the runner mends such texts.
        var file = UploadFile.FromBytes("x"u8.ToArray(), "x", "name");

        file.Invoking(_ => UploadFile.FromBytes("x"u8.ToArray(), "\uD83E.txt", "fileName")).Should().ThrowExactly<ArgumentException>().WithParameterName("fileName");
        file.Invoking(f => new MultipartBody("file", f, "text/plain").Text("title", "\uD83E", "title")).Should().ThrowExactly<ArgumentException>().WithParameterName("title");
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_length_is_announced_if_it_is_known(string source)
    {
        long? announced = -1;
        using var sender = new Sender(async (request, token) =>
        {
            announced = request.Content!.Headers.ContentLength;
            _bodies.Add(await request.Content.ReadAsStringAsync(token));
            return Json(200);
        });

        await sender.Send(File(source)).Soon();

        _bodies.Single().Should().Contain("\r\n\r\nthe content\r\n--");
        announced.Should().Be(source == "a stream that can't" ? null : _bodies.Single().Length);
    }

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(1_000_000, true)]
    public async Task A_large_file_waits_until_the_service_wants_it(int size, bool waits)
    {
        bool? expects = null;
        using var sender = new Sender((request, _) => Task.FromResult(Json(200, () => expects = request.Headers.ExpectContinue)));

        await sender.Send(UploadFile.FromBytes(new byte[size], "x", "name")).Soon();

        (expects ?? false).Should().Be(waits);
    }

    [Fact]
    public async Task A_stream_is_sent_from_where_it_stands_and_stays_the_callers()
    {
        using var seekable = new MemoryStream(Encoding.UTF8.GetBytes("skipped|sent")) { Position = "skipped|".Length };
        var other = TestSource.Of("se", "nt");
        using var sender = Sender(200, 200);

        await sender.Send(UploadFile.FromStream(seekable, "x", "name")).Soon();
        await sender.Send(UploadFile.FromStream(other, "x", "name")).Soon();

        _bodies.Should().AllSatisfy(body => body.Should().Contain("\r\n\r\nsent\r\n--"));
        (seekable.CanRead, other.IsDisposed).Should().Be((true, false));
    }

    [Fact]
    public async Task A_file_is_read_as_it_leaves_and_closed_at_the_end()
    {
        var path = Path.Combine(_folder.Path, "large.bin");
        await System.IO.File.WriteAllBytesAsync(path, new byte[100_000]);
        var sink = new SlowSink();
        var told = new List<long>();
        using var sender = new Sender(async (request, token) =>
        {
            await request.Content!.CopyToAsync(sink, token);
            return Json(200);
        });

        var call = sender.Send(UploadFile.FromPath(path, "path"), new Told(told));
        for (var piece = 0; piece < 9; piece++)
        {
            await sink.Waiting();
            told.Count.Should().Be(Math.Max(piece - 1, 0), "nothing is told before it has left");
            sink.Take();
        }

        await call.Soon();
        sink.Sizes.Max().Should().Be(16 * 1024);
        told.Should().Equal(16384, 32768, 49152, 65536, 81920, 98304, 100_000);
        System.IO.File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task An_upload_that_may_have_been_taken_is_not_sent_again(string source)
    {
        using var sender = Sender(503, 200);

        var thrown = await sender.Invoking(s => s.Send(File(source)).Soon()).Should().ThrowAsync<FlapjackApiException>();

        thrown.Which.Attempts.Should().Be(1);
        _bodies.Should().ContainSingle();
    }

    [Theory]
    [InlineData("path", true)]
    [InlineData("bytes", true)]
    [InlineData("a stream that can seek", true)]
    [InlineData("a stream that can't", false)]
    public async Task An_upload_that_was_not_taken_is_sent_again_from_the_files_start_if_that_can_be_read(string source, bool again)
    {
        using var sender = Sender(429, 200);

        var call = () => sender.Send(File(source)).Soon();

        if (again)
        {
            await call();
            _bodies.Should().HaveCount(2).And.AllSatisfy(body => body.Should().Contain("\r\n\r\nthe content\r\n--"));
        }
        else
        {
            (await call.Should().ThrowAsync<RateLimitedException>()).Which.Attempts.Should().Be(1);
            _bodies.Should().ContainSingle();
        }
    }

    [Fact]
    public async Task A_stream_of_which_nothing_was_taken_is_tried_again()
    {
        var attempts = 0;
        using var sender = new Sender(async (request, token) =>
        {
            if (attempts++ == 0)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError);
            }

            _bodies.Add(await request.Content!.ReadAsStringAsync(token));
            return Json(200);
        });

        await sender.Send(File("a stream that can't")).Soon();

        _bodies.Single().Should().Contain("the content");
    }

    [Fact]
    public async Task A_stream_that_was_sent_says_that_it_was()
    {
        using var sender = Sender(200);
        var file = File("a stream that can't");
        await sender.Send(file).Soon();

        var again = () => sender.Send(file).Soon();

        (await again.Should().ThrowAsync<InvalidOperationException>()).WithMessage("The stream of 'x.txt' was sent already*");
        _bodies.Should().ContainSingle();
    }

    [Fact]
    public async Task A_source_that_fails_fails_the_call_with_its_own_exception()
    {
        var broken = new IOException("The disk is gone.");
        using var sender = Sender(200);

        var thrown = await sender.Invoking(s => s.Send(UploadFile.FromStream(new TestSource((_, _) => throw broken), "x", "name")).Soon()).Should().ThrowAsync<IOException>();
        var missing = sender.Invoking(s => s.Send(UploadFile.FromPath(Path.Combine(_folder.Path, "missing.txt"), "path")).Soon());

        thrown.Which.Should().BeSameAs(broken);
        await missing.Should().ThrowAsync<FileNotFoundException>();
        _bodies.Should().BeEmpty();
    }

    [Fact]
    public async Task The_stack_trace_of_that_exception_leads_to_the_source()
    {
        using var sender = Sender(200);

        var thrown = await sender.Invoking(s => s.Send(UploadFile.FromStream(new TestSource((_, _) => Fail()), "x", "name")).Soon()).Should().ThrowAsync<IOException>();

        thrown.Which.StackTrace.Should().Contain(nameof(Fail));

        static Task<byte[]> Fail() => throw new IOException("The disk is gone.");
    }

    [Fact]
    public async Task A_source_that_fails_as_a_connection_does_is_no_connection_to_the_service()
    {
        var attempts = 0;
        using var sender = new Sender(async (request, token) =>
        {
            attempts++;
            await request.Content!.CopyToAsync(Stream.Null, token);
            return Json(200);
        });

        // For example a download that is sent on.
        var thrown = await sender.Invoking(s => s.Send(UploadFile.FromStream(new TestSource((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError)), "x", "name")).Soon())
            .Should().ThrowAsync<HttpRequestException>();

        (attempts, thrown.Which.HttpRequestError).Should().Be((1, HttpRequestError.ConnectionError));
    }

    public static TheoryData<Exception> OfProgress => [new IOException("mine"), new ObjectDisposedException("mine"), new HttpRequestException(HttpRequestError.ConnectionError), new OperationCanceledException("mine")];

    [Theory]
    [MemberData(nameof(OfProgress), DisableDiscoveryEnumeration = true)]
    public async Task What_the_progress_throws_ends_the_upload_and_is_thrown(Exception mine)
    {
        var attempts = 0;
        using var sender = new Sender(async (request, token) =>
        {
            attempts++;
            await request.Content!.CopyToAsync(Stream.Null, token);
            return Json(200);
        });

        var thrown = await sender.Invoking(s => s.Send(File("bytes"), new Failing(mine)).Soon()).Should().ThrowAsync<Exception>();

        (thrown.Which, attempts).Should().Be((mine, 1));
    }

    [Theory]
    [InlineData("text/plain; x=\"a\r\nX-Evil: 1\"")]
    [InlineData("text/plain\r\nX-Evil: 1")]
    [InlineData("text/plain; x=\"a\nb\"")]
    [InlineData("text/plain; x=\"größe\"")]
    [InlineData("text")]
    public void A_media_type_is_one_line_of_a_header(string contentType)
    {
        var make = () => FlapjackFile.FromBytes("x"u8.ToArray(), "x", contentType);

        make.Should().ThrowExactly<ArgumentException>().WithParameterName(nameof(contentType));
    }

    [Fact]
    public async Task A_file_that_becomes_shorter_meanwhile_is_not_sent_as_if_it_were_whole()
    {
        using var stream = new MemoryStream(new byte[50_000]);
        using var sender = new Sender(async (request, token) =>
        {
            stream.SetLength(20_000);
            _bodies.Add(await request.Content!.ReadAsStringAsync(token));
            return Json(200);
        });

        var thrown = await sender.Invoking(s => s.Send(UploadFile.FromStream(stream, "x.bin", "name")).Soon()).Should().ThrowAsync<IOException>();

        thrown.Which.Message.Should().Be("'x.bin' ended after 20000 of 50000 bytes: it became shorter while it was sent.");
    }

    [Fact]
    public async Task A_handler_that_repeats_by_itself_sends_no_file_twice()
    {
        using var sender = new Sender(async (request, token) =>
        {
            using var first = new MemoryStream();
            await request.Content!.CopyToAsync(first, token);
            await request.Content.CopyToAsync(Stream.Null, token);
            return Json(200);
        });

        var call = () => sender.Send(File("bytes")).Soon();

        (await call.Should().ThrowAsync<FlapjackProtocolException>()).WithMessage("*a second time*");
    }

    private UploadFile File(string source)
    {
        var bytes = "the content"u8.ToArray();
        var path = Path.Combine(_folder.Path, "x.txt");
        System.IO.File.WriteAllBytes(path, bytes);
        return source switch
        {
            "path" => UploadFile.FromPath(path, "path"),
            "bytes" => UploadFile.FromBytes(bytes, "x.txt", "name"),
            "a stream that can seek" => UploadFile.FromStream(new MemoryStream(bytes), "x.txt", "name"),
            _ => UploadFile.FromStream(TestSource.Of("the ", "content"), "x.txt", "name"),
        };
    }

    private Sender Sender(params int[] statuses)
    {
        var turn = 0;
        return new(async (request, token) =>
        {
            _bodies.Add(await request.Content!.ReadAsStringAsync(token));
            return Json(statuses[turn++]);
        });
    }

    private static HttpResponseMessage Json(int status, Action? look = null)
    {
        look?.Invoke();
        return new((HttpStatusCode)status) { Content = new StringContent("{}"), Headers = { { "Retry-After", "0" } } };
    }

    private sealed class Failing(Exception exception) : IProgress<long>
    {
        public void Report(long value) => throw exception;
    }

    private sealed class Told(List<long> told) : IProgress<long>
    {
        public void Report(long value) => told.Add(value);
    }
}
