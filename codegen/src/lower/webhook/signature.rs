//! `x-signature` of a document in, the signature scheme out.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::extension::{ExtensionObject, SIGNATURE};
use crate::ir::{Signature, SignatureScheme};
use crate::lower::ctx::Ctx;
use crate::pointer::Address;
use crate::tree::Tree;

/// Reads how webhooks are signed.
pub(super) fn read_signature(ctx: &mut Ctx<'_>, tree: &Tree, root: &Address) -> Option<Signature> {
    let value = SIGNATURE.value(Some(tree));
    let extension = ExtensionObject::read(ctx.diagnostics, &SIGNATURE, value, root)?;
    let scheme = read_scheme(ctx, &extension);
    let signature_header = extension.header_name(ctx.diagnostics, "signature-header");
    let timestamp_header = extension.header_name(ctx.diagnostics, "timestamp-header");
    let tolerance_seconds = extension.number(ctx.diagnostics, "tolerance-seconds");
    let public_key_variable = extension.text(ctx.diagnostics, "public-key-env");
    let signature = Signature {
        scheme: scheme?,
        signature_header: signature_header?,
        timestamp_header: timestamp_header?,
        tolerance_seconds: tolerance_seconds?,
        public_key_variable,
    };
    if signature.signature_header == signature.timestamp_header {
        let message = "the signature and the timestamp cannot be in the same header";
        let address = extension.address("timestamp-header");
        ctx.diagnostics.report(&EXTENSION_VALUE, address, message);
        return None;
    }
    Some(signature)
}

fn read_scheme(ctx: &mut Ctx<'_>, extension: &ExtensionObject<'_>) -> Option<SignatureScheme> {
    match extension.text(ctx.diagnostics, "scheme")?.as_str() {
        "ed25519" => Some(SignatureScheme::Ed25519),
        other => {
            let message = format!("unknown signature scheme `{other}`");
            ctx.diagnostics
                .report(&EXTENSION_VALUE, extension.address("scheme"), message)
                .help("the only supported scheme is `ed25519`");
            None
        }
    }
}
