using Google.Protobuf;
using Shared.Connect;
using Shared.Connect.Messages;

namespace AgentComputer.Sdk.Tests.Connect;

public sealed class ProcessMessagesTests : CodecTest
{
    [Fact]
    public void Every_message_is_written_as_the_wire_documents_it()
    {
        Json(ProcessMessages.StartRequest, FullStart()).Should().Be(
            """{"process":{"cmd":"/bin/sh","args":["-c","echo é"],"envs":{"A":"1"},"cwd":"/tmp"},"pty":{"size":{"cols":80,"rows":24}},"tag":"web","stdin":false}""");
        Json(ProcessMessages.ConnectRequest, new() { Process = new() { Pid = 42 } }).Should().Be("""{"process":{"pid":42}}""");
        Json(ProcessMessages.ListRequest, new()).Should().Be("{}");
        Json(ProcessMessages.UpdateRequest, new() { Process = new() { Pid = 42 }, Pty = new() { Size = new() { Cols = 120, Rows = 40 } } })
            .Should().Be("""{"process":{"pid":42},"pty":{"size":{"cols":120,"rows":40}}}""");
        Json(ProcessMessages.SendInputRequest, new() { Process = new() { Pid = 42 }, Input = new() { Stdin = ByteString.CopyFromUtf8("hi\n") } })
            .Should().Be("""{"process":{"pid":42},"input":{"stdin":"aGkK"}}""");
        Json(ProcessMessages.StreamInputRequest, new() { Start = new() { Process = new() { Tag = "web" } } }).Should().Be("""{"start":{"process":{"tag":"web"}}}""");
        Json(ProcessMessages.StreamInputRequest, new() { Data = new() { Input = new() { Pty = ByteString.CopyFromUtf8("hi\n") } } })
            .Should().Be("""{"data":{"input":{"pty":"aGkK"}}}""");
        Json(ProcessMessages.StreamInputRequest, new() { Keepalive = new() }).Should().Be("""{"keepalive":{}}""");
        Json(ProcessMessages.SendSignalRequest, new() { Process = new() { Tag = "web" }, Signal = Signal.Sigterm })
            .Should().Be("""{"process":{"tag":"web"},"signal":"SIGNAL_SIGTERM"}""");
        Json(ProcessMessages.SendSignalRequest, new() { Process = new() { Pid = 1 }, Signal = (Signal)10 }).Should().Be("""{"process":{"pid":1},"signal":10}""");
        Json(ProcessMessages.CloseStdinRequest, new() { Process = new() { Pid = 0 } }).Should().Be("""{"process":{"pid":0}}""");
    }

    [Fact]
    public void Every_answer_is_read_as_the_wire_documents_it()
    {
        Event("""{"event":{"start":{"pid":7}}}""").Start.Pid.Should().Be(7);
        Event("""{"event":{"data":{"stdout":"aGkK"}}}""").Data.Stdout.ToStringUtf8().Should().Be("hi\n");
        Event("""{"event":{"data":{"stderr":"aGkK"}}}""").Data.OutputCase.Should().Be(ProcessEvent.Types.DataEvent.OutputOneofCase.Stderr);
        Event("""{"event":{"data":{"pty":"aGkK"}}}""").Data.OutputCase.Should().Be(ProcessEvent.Types.DataEvent.OutputOneofCase.Pty);
        Event("""{"event":{"end":{"exitCode":3,"exited":true,"status":"exit status 3","error":"exit status 3"}}}""").End
            .Should().Be(new ProcessEvent.Types.EndEvent { ExitCode = 3, Exited = true, Status = "exit status 3", Error = "exit status 3" });
        Event("""{"event":{"end":{"exited":true,"status":"exit status 0"}}}""").End.Should().Be(new ProcessEvent.Types.EndEvent { Exited = true, Status = "exit status 0" });
        Event("""{"event":{"keepalive":{}}}""").EventCase.Should().Be(ProcessEvent.EventOneofCase.Keepalive);
        OfJson(ProcessMessages.ListResponse, """{"processes":[{"config":{"cmd":"a"},"pid":1,"tag":"t"},{"config":{"cmd":"b","cwd":""},"pid":2}]}""").Processes
            .Should().Equal(new ProcessInfo { Config = new() { Cmd = "a" }, Pid = 1, Tag = "t" }, new ProcessInfo { Config = new() { Cmd = "b", Cwd = "" }, Pid = 2 });
    }

    [Theory]
    [InlineData("""{"event":{"end":{"exit_code":-1}}}""", -1)]
    [InlineData("""{"event":{"end":{"exitCode":"-1"}}}""", -1)]
    [InlineData("""{"event":{"end":{"exitCode":3.0}}}""", 3)]
    [InlineData("""{"event":{"end":{"exitCode":1e2}}}""", 100)]
    [InlineData("""{"event":{"end":{"exitCode":null}}}""", 0)]
    [InlineData("""{"event":{"end":{"later":{"a":[1,{}]},"exitCode":5}},"more":"x"}""", 5)]
    [InlineData(""" { "event" : { "end" : { "\u0065xitCode" : 6 } } } """, 6)]
    public void An_exit_code_is_read_in_every_spelling(string json, int code) => Event(json).End.ExitCode.Should().Be(code);

    [Theory]
    [InlineData("""{"event":{"end":{"exitCode":"three"}}}""")]
    [InlineData("""{"event":{"end":{"exitCode":1.5}}}""")]
    [InlineData("""{"event":{"end":{"exitCode":2147483648}}}""")]
    [InlineData("""{"event":{"end":{"exitCode":true}}}""")]
    [InlineData("""{"event":{"end":[]}}""")]
    [InlineData("""{"event":{"end":{"exitCode":3}}}x""")]
    [InlineData("""{"event":{"data":{"stdout":"#"}}}""")]
    [InlineData("""{"event":{"data":{"stdout":5}}}""")]
    [InlineData("""{"event":{"end":{"status":"\ud800"}}}""")]
    [InlineData("""{"event":""")]
    [InlineData("")]
    [InlineData("[]")]
    public void What_is_no_such_message_is_refused(string json)
    {
        var read = () => Event(json);

        read.Should().Throw<BadMessageException>().WithMessage("The payload is no StartResponse in JSON: *").Which.Code.Should().Be("invalid_argument");
    }

    [Fact]
    public void A_fault_names_the_way_to_its_field()
    {
        var read = () => OfJson(ProcessMessages.StartRequest, """{"process":{"args":["a",5]}}""");

        read.Should().Throw<BadMessageException>().WithMessage("*process: args: A text is expected, not Number.");
    }

    [Theory]
    [InlineData("aGkK")]
    [InlineData("aGkK====")]
    [InlineData("-_-_")]
    [InlineData("+/+/")]
    [InlineData("YQ")]
    [InlineData("YQ==")]
    [InlineData("")]
    public void Bytes_are_read_in_every_base64(string base64)
    {
        var ours = Event("""{"event":{"data":{"stdout":"#"}}}""".Replace("#", base64, StringComparison.Ordinal)).Data.Stdout;

        ours.Should().Equal(Convert.FromBase64String(Padded(base64.TrimEnd('=').Replace('-', '+').Replace('_', '/'))));
    }

    [Fact]
    public void Json_and_protobuf_are_those_of_the_library_of_protobuf()
    {
        Compare(ProcessMessages.StartRequest, FullStart());
        Compare(ProcessMessages.StartRequest, new());
        Compare(ProcessMessages.StartResponse, new() { Event = new() { End = new() { ExitCode = -1, Status = "signal: killed", Error = "" } } });
        Compare(ProcessMessages.StartResponse, new() { Event = new() { Start = new() } });
        Compare(ProcessMessages.ConnectResponse, new() { Event = new() { Data = new() { Pty = ByteString.CopyFrom(0xFB, 0xFF, 0xFE) } } });
        Compare(ProcessMessages.ConnectRequest, new() { Process = new() { Tag = "\"\\\u0001😀</script>" } });
        Compare(ProcessMessages.ListResponse, new() { Processes = { new ProcessInfo { Config = new() { Cmd = "x", Args = { "" } }, Pid = uint.MaxValue }, new ProcessInfo { Tag = "" } } });
        Compare(ProcessMessages.StreamInputRequest, new() { Data = new() { Input = new() { Stdin = ByteString.Empty } } });
        Compare(ProcessMessages.SendSignalRequest, new() { Process = new() { Pid = 3 }, Signal = Signal.Sigkill });
        Compare(ProcessMessages.UpdateRequest, new() { Pty = new() });
    }

    [Fact]
    public void The_input_of_a_stream_has_the_number_two_in_protobuf() =>
        Bytes(PayloadCodec.Protobuf, ProcessMessages.StreamInputRequest, new() { Data = new() { Input = new() { Stdin = ByteString.CopyFromUtf8("a") } } })
            .Should().Equal(0x12, 0x05, 0x12, 0x03, 0x0A, 0x01, (byte)'a');

    [Fact]
    public void Broken_protobuf_is_refused()
    {
        var read = () => PayloadCodec.Protobuf.Read(ProcessMessages.StartResponse, [0x0A, 0x05, 0x01]);

        read.Should().Throw<BadMessageException>().Which.Code.Should().Be("invalid_argument");
    }

    [Theory]
    [InlineData("application/json", "application/connect+json")]
    [InlineData("Application/JSON; charset=utf-8", "application/connect+json;charset=utf-8")]
    public void A_codec_is_found_by_its_media_type(string unary, string stream)
    {
        PayloadCodec.OfUnary(unary).Should().Be(PayloadCodec.Json);
        PayloadCodec.OfStream(stream).Should().Be(PayloadCodec.Json);
        PayloadCodec.OfStream(unary).Should().BeNull();
        PayloadCodec.OfUnary(stream).Should().BeNull();
        PayloadCodec.OfUnary("application/proto").Should().Be(PayloadCodec.Protobuf);
        PayloadCodec.OfStream("application/connect+proto").Should().Be(PayloadCodec.Protobuf);
        PayloadCodec.OfUnary(null).Should().BeNull();
    }

    private static StartRequest FullStart() => new()
    {
        Process = new() { Cmd = "/bin/sh", Args = { "-c", "echo é" }, Envs = { ["A"] = "1" }, Cwd = "/tmp" },
        Pty = new() { Size = new() { Cols = 80, Rows = 24 } },
        Tag = "web",
        Stdin = false,
    };

    private static ProcessEvent Event(string json) => OfJson(ProcessMessages.StartResponse, json).Event;

    private static string Padded(string base64) => base64.PadRight((base64.Length + 3) / 4 * 4, '=');

    private static void Compare<T>(MessageKind<T> kind, T message) where T : class, IMessage<T>, new()
    {
        JsonParser.Default.Parse<T>(Json(kind, message)).Should().Be(message);
        OfJson(kind, JsonFormatter.Default.Format(message)).Should().Be(message);
        OfJson(kind, new JsonFormatter(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true)).Format(message)).Should().Be(message);
        Bytes(PayloadCodec.Protobuf, kind, message).Should().Equal(message.ToByteArray());
        PayloadCodec.Protobuf.Read(kind, message.ToByteArray()).Should().Be(message);
    }
}
