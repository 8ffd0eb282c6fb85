using System.Net.Http.Headers;

namespace Shared.Wire.Http;

/// <summary>The body of a request while it is written. The deadline stands still: the writer may write nothing for a long time, and so may the service take nothing.</summary>
internal sealed class PipedContent : OneTimeContent
{
    private readonly PipedBody _body;
    private readonly AttemptDeadline _deadline;

    public PipedContent(PipedBody body, AttemptDeadline deadline, string clientName)
        : base(clientName)
    {
        (_body, _deadline) = (body, deadline);
        Headers.ContentType = MediaTypeHeaderValue.Parse(body.MediaType);
    }

    protected override async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        _deadline.StandStill();
        try
        {
            await SendAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && EarlyAnswerStream.MayStillAnswer(e))
        {
            // The service has answered and closed. The answer says why.
        }
        finally
        {
            // The writer must not wait for a request that has ended.
            await _body.Reader.CompleteAsync().ConfigureAwait(false);
        }

        _deadline.Moved();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        bool isLast;
        do
        {
            var read = await _body.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var piece in read.Buffer)
            {
                await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            }

            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            _body.Reader.AdvanceTo(read.Buffer.End);
            isLast = read.IsCompleted;
        }
        while (!isLast);
    }
}
